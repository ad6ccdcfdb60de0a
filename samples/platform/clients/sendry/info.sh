curl "$BASE_URL/v1/smtp/info" \
-H "Authorization: Bearer $KEY"
