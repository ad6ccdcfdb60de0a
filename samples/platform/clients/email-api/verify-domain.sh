curl -X POST "$BASE_URL/api/v1/domains/$DOMAIN_ID/verify" \
-H "Authorization: Bearer $KEY"
