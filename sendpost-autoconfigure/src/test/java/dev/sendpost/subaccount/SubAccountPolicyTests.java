package dev.sendpost.subaccount;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.Submitter;
import dev.sendpost.policy.PolicyMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SubAccountPolicy}.
 */
class SubAccountPolicyTests {

	private final SubAccounts subAccounts = new SubAccounts(
			List.of(SubAccount.configured("shop", SubAccountSettings.NONE.route("own").keyRoutes(List.of("bulk")),
					null), SubAccount.configured("free", SubAccountSettings.NONE, null)),
			null, (route) -> true, Duration.ofDays(1)::toNanos);

	private final SubAccountPolicy policy = new SubAccountPolicy(this.subAccounts);

	@Test
	void mailSentWithAKeyNamesTheRoutesOfItsSubAccountAlone() {
		Submitter key = new Submitter("shop", false, UUID.randomUUID(), false);
		assertThatNoException().isThrownBy(() -> intake(key, "own"));
		assertThatNoException().isThrownBy(() -> intake(key, "bulk"));
		assertThatNoException().isThrownBy(() -> intake(key, null));
		assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> intake(key, "others"))
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("route"))
			.withMessageContaining("'others'");
	}

	@Test
	void whereNothingIsSaidAllRoutesMayBeNamed() {
		Submitter key = new Submitter("free", false, UUID.randomUUID(), false);
		assertThatNoException().isThrownBy(() -> intake(key, "others"));
	}

	@Test
	void theApplicationAndKeysOfTheAccountNameAnyRoute() {
		assertThatNoException().isThrownBy(() -> intake(Submitter.subAccount("shop"), "others"));
		assertThatNoException()
			.isThrownBy(() -> intake(new Submitter("shop", true, UUID.randomUUID(), false), "others"));
	}

	private void intake(Submitter submitter, String route) {
		this.policy.atIntake(new PolicyMessage(
				Email.builder().from("a@acme.example").to("b@example.com").subject("x").text("x").route(route).build(),
				submitter));
	}

}
