curl -X POST "$BASE_URL/api/v1/contacts" \
-H "Authorization: Bearer $KEY" \
-H "Content-Type: application/json" \
-d '{ "email": "new@example.com", "name": "John Doe", "listId": "'"$LIST_ID"'" }'
