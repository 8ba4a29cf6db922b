"""Changes one item by hand, through boto3.

item.py ENDPOINT put TABLE ITEM         ITEM as attribute JSON
item.py ENDPOINT set TABLE KEY NAME VALUE
item.py ENDPOINT delete TABLE KEY
item.py ENDPOINT count TABLE
item.py ENDPOINT drop TABLE
item.py ENDPOINT recreate TABLE KEY TYPE    drops the table and makes it anew with this partition key"""
import json
import sys

import target

endpoint, verb, table, *rest = sys.argv[1:]
dynamodb = target.client(endpoint)
if verb == "put":
    dynamodb.put_item(TableName=table, Item=json.loads(rest[0]))
elif verb == "set":
    dynamodb.update_item(
        TableName=table, Key=json.loads(rest[0]), UpdateExpression="SET #n = :v",
        ExpressionAttributeNames={"#n": rest[1]}, ExpressionAttributeValues={":v": json.loads(rest[2])})
elif verb == "delete":
    answer = dynamodb.delete_item(TableName=table, Key=json.loads(rest[0]), ReturnValues="ALL_OLD")
    print(json.dumps(answer["Attributes"]))
elif verb == "count":
    print(sum(1 for _ in target.items(dynamodb, table)))
elif verb in ("drop", "recreate"):
    dynamodb.delete_table(TableName=table)
    if verb == "recreate":
        dynamodb.create_table(
            TableName=table, BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": rest[0], "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": rest[0], "AttributeType": rest[1]}])
