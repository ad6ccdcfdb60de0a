curl "$BASE_URL/api/v1/stats" \
-H "Authorization: Bearer $KEY"
