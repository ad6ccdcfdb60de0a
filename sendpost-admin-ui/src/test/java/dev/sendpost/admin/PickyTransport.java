package dev.sendpost.admin;

import java.util.List;

import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportCapabilities;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A way out that refuses whoever's address begins with {@code gone}, with markup in what
 * it says.
 */
final class PickyTransport implements MailTransport {

	static final String REFUSAL = "550 5.1.1 <script>top.attacked='server'</script> \"><img src=x onerror=\"top.attacked='server'\"> no such user";

	@Override
	public String name() {
		return "picky";
	}

	@Override
	public TransportCapabilities capabilities() {
		return TransportCapabilities.all();
	}

	@Override
	public List<RecipientOutcome> send(OutgoingEmail email) {
		return email.recipients().stream().map(this::outcome).toList();
	}

	private RecipientOutcome outcome(EmailAddress recipient) {
		return recipient.address().startsWith("gone") ? RecipientOutcome.bounced(recipient, name(), REFUSAL)
				: RecipientOutcome.sent(recipient, name(), "250 2.0.0 Ok");
	}

	@Override
	public void check() {
	}

	/**
	 * An application that sends through it.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(PanelServer.Secured.class)
	static class Application {

		@Bean
		PickyTransport picky() {
			return new PickyTransport();
		}

	}

}
