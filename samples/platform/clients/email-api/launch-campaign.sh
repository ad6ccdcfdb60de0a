curl -X POST "$BASE_URL/api/v1/campaigns/$CAMPAIGN_ID/launch" \
-H "Authorization: Bearer $KEY"
