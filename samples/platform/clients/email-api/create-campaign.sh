curl -X POST "$BASE_URL/api/v1/campaigns" \
-H "Authorization: Bearer $KEY" \
-H "Content-Type: application/json" \
-d '{ "name": "March Newsletter", "subject": "News!", "listId": "'"$LIST_ID"'", "content": "<h1>Hello</h1>" }'
