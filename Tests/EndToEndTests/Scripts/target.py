"""What the scripts share: a client, a table read whole, items compared as DynamoDB compares them."""
from decimal import Decimal

import boto3
from botocore.config import Config


def client(endpoint):
    return boto3.client(
        "dynamodb", endpoint_url=endpoint, region_name="us-east-1",
        config=Config(retries={"max_attempts": 3}, read_timeout=120))


def table_names(dynamodb):
    return [name for page in dynamodb.get_paginator("list_tables").paginate() for name in page["TableNames"]]


def items(dynamodb, table):
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


def key_names(dynamodb, table):
    """Partition key first."""
    schema = dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]
    return [part["AttributeName"] for part in sorted(schema, key=lambda part: part["KeyType"])]


def same(value):
    """A form of an attribute value that is equal where DynamoDB's values are: numbers by their value."""
    (kind, content), = value.items()
    if kind == "N":
        return ("N", Decimal(content))
    if kind == "L":
        return ("L", tuple(same(part) for part in content))
    if kind == "M":
        return ("M", tuple(sorted((name, same(part)) for name, part in content.items())))
    if kind in ("SS", "BS"):
        return (kind, frozenset(content))
    if kind == "NS":
        return (kind, frozenset(Decimal(part) for part in content))
    return (kind, content)


def key_of(item, names):
    return tuple(same(item[name]) for name in names)


def compare(table, expected, found, names, report):
    """Names each item that is missing, unexpected or different, attribute by attribute."""
    by_key = {key_of(item, names): item for item in found}
    count = len(by_key)
    for item in expected:
        key = key_of(item, names)
        other = by_key.pop(key, None)
        if other is None:
            report.append(f"{table} {key}: missing")
            continue
        for name in sorted(item.keys() | other.keys()):
            wanted, got = item.get(name), other.get(name)
            if wanted is None or got is None or same(wanted) != same(got):
                report.append(f"{table} {key}: {name} is {got}, should be {wanted}")
    report += [f"{table} {key}: unexpected" for key in by_key]
    return count
