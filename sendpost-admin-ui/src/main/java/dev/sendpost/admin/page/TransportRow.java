package dev.sendpost.admin.page;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.TransportState;
import dev.sendpost.transport.TransportState.Condition;
import dev.sendpost.transport.Transports;

import org.springframework.util.ClassUtils;
import org.springframework.web.util.UriUtils;

/**
 * A transport in a list.
 *
 * @param name its name
 * @param kind what it is, and where it leads
 * @param paused whether it is paused
 * @param state how it is doing on this node
 */
public record TransportRow(String name, String kind, boolean paused, TransportState state) {

	static List<TransportRow> all(Transports transports, Set<String> paused) {
		return transports.all()
			.stream()
			.map((transport) -> of(transport, transports, paused.contains(transport.name())))
			.toList();
	}

	static TransportRow of(MailTransport transport, Transports transports, boolean paused) {
		return new TransportRow(transport.name(), kind(transport), paused, transports.state(transport.name()));
	}

	/**
	 * What a transport says of itself: its name, and the rest in parentheses.
	 */
	private static String kind(MailTransport transport) {
		String text = transport.toString();
		String prefix = transport.name() + " (";
		return (text.startsWith(prefix) && text.endsWith(")")) ? text.substring(prefix.length(), text.length() - 1)
				: ClassUtils.getShortName(transport.getClass());
	}

	/**
	 * Whether nothing goes through it because of failures.
	 * @return whether it is left alone
	 */
	public boolean isTroubled() {
		return this.state.condition() != Condition.CLOSED;
	}

	/**
	 * The word for how it is doing, which also is the name of a colour.
	 * @return the word
	 */
	public String status() {
		if (this.paused) {
			return "paused";
		}
		return switch (this.state.condition()) {
			case CLOSED -> "up";
			case OPEN -> "down";
			case HALF_OPEN, THROTTLED -> this.state.condition().name().toLowerCase(Locale.ROOT);
		};
	}

	/**
	 * How it is doing.
	 * @return what it does, in words
	 */
	public String words() {
		return switch (this.state.condition()) {
			case CLOSED -> "takes mail";
			case OPEN -> "keeps failing, and is left alone for " + seconds() + " more";
			case HALF_OPEN -> "is tried with a few messages, to see whether it is well again";
			case THROTTLED -> "asked to be left alone, for " + seconds() + " more";
		};
	}

	private String seconds() {
		Duration resting = this.state.resting();
		return (resting.toMinutes() > 0) ? (resting.toMinutes() + 1) + " minutes" : (resting.toSeconds() + 1) + " s";
	}

	/**
	 * The path of its page.
	 * @return the path below that of the panel
	 */
	public String path() {
		return path(this.name);
	}

	static String path(String name) {
		return "/transports/transport?name=" + UriUtils.encode(name, StandardCharsets.UTF_8);
	}

}
