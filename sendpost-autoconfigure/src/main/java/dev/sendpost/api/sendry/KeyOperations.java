package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.Submitter;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.subaccount.ApiKeyDetails;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeyStyle;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.IssuedApiKey;
import org.jspecify.annotations.Nullable;

/**
 * API keys. A key makes others for whom it is itself, and a test key makes test keys.
 */
final class KeyOperations {

	private final Supplier<ApiKeys> keys;

	KeyOperations(Supplier<ApiKeys> keys) {
		this.keys = keys;
	}

	void addTo(ApiRoutes routes) {
		routes.post("/api-keys", this::create).get("/api-keys", this::list).delete("/api-keys/{id}", this::remove);
	}

	private ApiAnswer create(ApiCall call) {
		NewKey body = call.body(NewKey.class);
		if (body.name() == null) {
			throw ApiProblem.invalid("name", "is missing");
		}
		IssuedApiKey issued = own(call).issue(request(call.submitter(), body.name()).scope(scope(body.scope())));
		ApiKeyDetails details = issued.details();
		Map<String, Object> created = new LinkedHashMap<>();
		created.put("id", details.id());
		created.put("name", details.key().name());
		created.put("scope", name(details.key().scope()));
		created.put("key", issued.text());
		created.put("created_at", details.createdAt());
		return Answers.created(created);
	}

	private static ApiKeyRequest request(Submitter submitter, String name) {
		ApiKeyRequest request = (submitter.wholeAccount() ? ApiKeyRequest.account(name)
				: ApiKeyRequest.subAccount(submitter.subAccount(), name))
			.style(ApiKeyStyle.SENDRY);
		return submitter.test() ? request.forTest() : request;
	}

	private static ApiKeyScope scope(@Nullable String text) {
		if (text == null) {
			return ApiKeyScope.FULL_ACCESS;
		}
		return Arrays.stream(ApiKeyScope.values())
			.filter((scope) -> name(scope).equals(text))
			.findFirst()
			.orElseThrow(() -> ApiProblem.invalid("scope", "must be full_access, sending_access or read_only"));
	}

	private static String name(ApiKeyScope scope) {
		return scope.name().toLowerCase(Locale.ROOT);
	}

	private ApiAnswer list(ApiCall call) {
		List<ApiKeyDetails> good = own(call).list().stream().filter((key) -> key.revokedAt() == null).toList();
		return Page.among(call, good, ApiKeyDetails::id, KeyView::of);
	}

	private ApiAnswer remove(ApiCall call) {
		UUID id = call.id("id", "API key");
		own(call).revoke(id);
		return Answers.deleted();
	}

	private ApiKeys own(ApiCall call) {
		return this.keys.get().forSubmitter(call.submitter());
	}

	/**
	 * A key to make.
	 *
	 * @param name what people call it
	 * @param scope what it is good for; all if nothing is said
	 */
	record NewKey(@Nullable String name, @Nullable String scope) {

	}

	/**
	 * A key, as the service shows it.
	 *
	 * @param id its id
	 * @param name what people call it
	 * @param scope what it is good for
	 * @param keyPrefix how it begins
	 * @param lastUsedAt when it was last used, or {@code null}
	 * @param createdAt when it was made; {@code null} for those from properties
	 */
	record KeyView(String id, String name, String scope, String keyPrefix, @Nullable Instant lastUsedAt,
			@Nullable Instant createdAt) {

		static KeyView of(ApiKeyDetails key) {
			return new KeyView(key.id().toString(), key.key().name(), KeyOperations.name(key.key().scope()), key.hint(),
					key.lastUsedAt(), key.createdAt());
		}

	}

}
