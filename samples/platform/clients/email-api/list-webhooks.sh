curl "$BASE_URL/api/v1/webhooks" \
-H "Authorization: Bearer $KEY"
