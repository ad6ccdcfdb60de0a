curl "$BASE_URL/api/v1/emails?limit=20&status=sent" \
-H "Authorization: Bearer $KEY"
