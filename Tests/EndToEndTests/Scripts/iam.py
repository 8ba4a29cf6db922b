"""Makes a user of moto's IAM who may describe and create tables and read them, but not write.

iam.py ENDPOINT

Four calls, as many as INITIAL_NO_AUTH_ACTION_COUNT=4 lets in. Prints the key id and the secret, a line each."""
import json
import sys

import boto3

iam = boto3.client("iam", endpoint_url=sys.argv[1], region_name="us-east-1")
iam.create_user(UserName="loader")
key = iam.create_access_key(UserName="loader")["AccessKey"]
actions = ["DescribeTable", "CreateTable", "ListTables", "Scan"]
policy = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": [f"dynamodb:{action}" for action in actions], "Resource": "*"}]}
iam.put_user_policy(UserName="loader", PolicyName="tables", PolicyDocument=json.dumps(policy))
iam.list_users()
print(key["AccessKeyId"], key["SecretAccessKey"], sep="\n")
