curl "$BASE_URL/api/v1/emails/$EMAIL_ID" \
-H "Authorization: Bearer $KEY"
