"""A proxy on 127.0.0.1: proxy.py PORT TARGET-PORT STATUS

Whatever name a tunnel is asked for, it leads to the target's port; with a status other than 200 to nowhere. Prints
the first line of each request.
"""

import asyncio
import sys

port, target, status = (int(text) for text in sys.argv[1:])


async def copy(reader, writer):
    while chunk := await reader.read(65536):
        writer.write(chunk)
        await writer.drain()
    writer.close()


async def serve(reader, writer):
    head = await reader.readuntil(b"\r\n\r\n")
    print(head.split(b"\r\n")[0].decode(), flush=True)
    page = b"" if status == 200 else b"<p>ask the administrator</p>"
    writer.write(b"HTTP/1.1 %d x\r\nContent-Length: %d\r\n\r\n%s" % (status, len(page), page))
    if status != 200:
        return writer.close()
    from_target, to_target = await asyncio.open_connection("127.0.0.1", target)
    await asyncio.gather(copy(reader, to_target), copy(from_target, writer), return_exceptions=True)


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


asyncio.run(main())
