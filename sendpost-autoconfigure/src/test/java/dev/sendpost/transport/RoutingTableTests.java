package dev.sendpost.transport;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RoutingTable}.
 */
class RoutingTableTests {

	private static final Route DEFAULT = Route.inOrder("default", List.of("a", "b"));

	private static final Route BULK = Route.inOrder("bulk", List.of("b"));

	private static final Email EMAIL = Email.builder().to("ann@example.com", "bob@corp.example").text("Hello").build();

	@Test
	void withoutRulesEverybodyGoesByTheDefaultRoute() {
		assertThat(table(List.of()).divide(EMAIL, EMAIL.recipients())).isEqualTo(Map.of(DEFAULT, EMAIL.recipients()));
	}

	@Test
	void rulesDivideTheRecipients() {
		RoutingTable table = table(List.of(new RoutingRule(Set.of("corp.example"), Set.of(), null, "bulk")));
		assertThat(table.divide(EMAIL, EMAIL.recipients())).containsOnly(
				Map.entry(DEFAULT, List.of(EmailAddress.parse("ann@example.com"))),
				Map.entry(BULK, List.of(EmailAddress.parse("bob@corp.example"))));
	}

	@Test
	void onlyRecipientsToBeReachedAreDivided() {
		List<EmailAddress> remaining = List.of(EmailAddress.parse("bob@corp.example"));
		assertThat(table(List.of(new RoutingRule(Set.of(), Set.of(), null, "bulk"))).divide(EMAIL, remaining))
			.isEqualTo(Map.of(BULK, remaining));
	}

	@Test
	void aTransportIsARouteUnlessOneHasItsName() {
		Route shadow = Route.inOrder("a", List.of("b", "a"));
		RoutingTable table = new RoutingTable(List.of(shadow), List.of(), DEFAULT, List.of("a", "b"));
		assertThat(table.divide(EMAIL.toBuilder().route("b").build(), EMAIL.recipients()).keySet())
			.containsExactly(Route.inOrder("b", List.of("b")));
		assertThat(table.divide(EMAIL.toBuilder().route("a").build(), EMAIL.recipients()).keySet())
			.containsExactly(shadow);
	}

	@Test
	void aRouteThatTheEmailNamesMustExist() {
		Email email = EMAIL.toBuilder().route("nowhere").build();
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> table(List.of()).divide(email, email.recipients()))
			.withMessageContaining("[a, b, bulk]")
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("route"));
	}

	@Test
	void aRouteToAnUnknownTransportIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RoutingTable(List.of(), List.of(), DEFAULT, List.of("a")))
			.withMessageContaining("Route 'default' names the unknown transport 'b'; known are [a]");
	}

	@Test
	void aRuleToAnUnknownRouteIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> table(List.of(new RoutingRule(Set.of(), Set.of(), null, "nowhere"))))
			.withMessageContaining("unknown route 'nowhere'; known are [a, b, bulk]");
	}

	private static RoutingTable table(List<RoutingRule> rules) {
		return new RoutingTable(List.of(BULK), rules, DEFAULT, List.of("a", "b"));
	}

}
