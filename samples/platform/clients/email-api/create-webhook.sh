curl -X POST "$BASE_URL/api/v1/webhooks" \
-H "Authorization: Bearer $KEY" \
-H "Content-Type: application/json" \
-d '{
"url": "'"$WEBHOOK_URL"'",
"events": ["email.sent", "email.opened", "email.clicked", "email.bounced"]
}'
