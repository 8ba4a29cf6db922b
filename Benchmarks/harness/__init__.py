"""What `Benchmarks/bench` is made of: sources, servers, processes, and one module for each benchmark."""
