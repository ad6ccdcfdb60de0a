package dev.sendpost.admin;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.domain.dns.DnsAnswer;
import dev.sendpost.domain.dns.DnsResolver;
import dev.sendpost.domain.dns.DnsStatus;
import dev.sendpost.domain.dns.MailExchanger;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportCapabilities;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportFeature;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application with transports and a name system that do as they are told.
 */
@Configuration(proxyBeanMethods = false)
@Import(PanelServer.Secured.class)
class DeliveryApplication {

	@Bean
	ScriptedTransport mainTransport() {
		return new ScriptedTransport("main");
	}

	@Bean
	ScriptedTransport backupTransport() {
		return new ScriptedTransport("backup <b>&\"'");
	}

	@Bean
	ScriptedDns dns() {
		return new ScriptedDns();
	}

	/**
	 * A transport that accepts everything unless it is told otherwise.
	 */
	static final class ScriptedTransport implements MailTransport {

		private final String name;

		private volatile Function<EmailAddress, RecipientOutcome> answer;

		private volatile String failure = "";

		ScriptedTransport(String name) {
			this.name = name;
			this.answer = this::accept;
		}

		RecipientOutcome accept(EmailAddress recipient) {
			return RecipientOutcome.sent(recipient, this.name, "250 2.0.0 Ok: queued as 4711");
		}

		void answering(Function<EmailAddress, RecipientOutcome> answer) {
			this.answer = answer;
			this.failure = "";
		}

		void accepting() {
			answering(this::accept);
		}

		void failing(String failure) {
			this.failure = failure;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public TransportCapabilities capabilities() {
			return TransportCapabilities.allBut(TransportFeature.AMP);
		}

		@Override
		public List<RecipientOutcome> send(OutgoingEmail email) {
			check();
			return email.recipients().stream().map(this.answer).toList();
		}

		@Override
		public void check() {
			if (!this.failure.isEmpty()) {
				throw new TransportException(TransportException.Kind.MISCONFIGURED,
						"Transport '" + this.name + "' is refused", this.failure, null, List.of());
			}
		}

		@Override
		public String toString() {
			return this.name + " (scripted, smtp.example.com:587)";
		}

	}

	/**
	 * A name system with a few texts.
	 */
	static final class ScriptedDns implements DnsResolver {

		private final Map<String, List<String>> texts = new ConcurrentHashMap<>();

		void publish(String name, String... texts) {
			this.texts.put(name, List.of(texts));
		}

		private static <T> DnsAnswer<T> nothing(String name) {
			return new DnsAnswer<>(DnsStatus.NO_SUCH_NAME, List.of(), List.of(), name + " does not exist (NXDOMAIN)");
		}

		@Override
		public DnsAnswer<String> txt(String name) {
			List<String> found = this.texts.get(name);
			return (found != null) ? new DnsAnswer<>(DnsStatus.FOUND, found, List.of(), "") : nothing(name);
		}

		@Override
		public DnsAnswer<InetAddress> addresses(String name, int version) {
			return nothing(name);
		}

		@Override
		public DnsAnswer<MailExchanger> mx(String name) {
			return nothing(name);
		}

		@Override
		public DnsAnswer<String> aliases(String name) {
			return nothing(name);
		}

		@Override
		public DnsAnswer<String> names(InetAddress address) {
			return nothing(address.getHostAddress());
		}

		@Override
		public DnsResolver forWork(boolean fresh, Duration limit) {
			return this;
		}

		@Override
		public List<String> servers() {
			return List.of("script");
		}

	}

}
