"""Changes one item by hand, through boto3.

item.py ENDPOINT put TABLE ITEM         ITEM as attribute JSON
item.py ENDPOINT set TABLE KEY NAME VALUE
item.py ENDPOINT delete TABLE KEY
item.py ENDPOINT count TABLE"""
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
