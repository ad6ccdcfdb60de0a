curl "$BASE_URL/api/v1/domains" \
-H "Authorization: Bearer $KEY"
