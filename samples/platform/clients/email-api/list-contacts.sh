curl "$BASE_URL/api/v1/contacts?limit=50&listId=$LIST_ID" \
-H "Authorization: Bearer $KEY"
