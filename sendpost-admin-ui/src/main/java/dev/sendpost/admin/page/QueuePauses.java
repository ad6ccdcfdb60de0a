package dev.sendpost.admin.page;

import java.util.List;
import java.util.Optional;

import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.transport.Transports;
import org.jspecify.annotations.Nullable;

/**
 * Holds up mail, and lets it go: all, that through a transport, or that of a sub-account.
 */
public final class QueuePauses {

	private final MailQueue queue;

	private final Transports transports;

	private final @Nullable SubAccounts subAccounts;

	/**
	 * Create it.
	 * @param queue the queue
	 * @param transports the transports
	 * @param subAccounts the sub-accounts, or {@code null} if they are not known
	 */
	public QueuePauses(MailQueue queue, Transports transports, @Nullable SubAccounts subAccounts) {
		this.queue = queue;
		this.transports = transports;
		this.subAccounts = subAccounts;
	}

	void addTo(AdminRoutes routes) {
		routes.confirmed("/queue/pause", "pause mail", this::ask, this::pause)
			.change("/queue/resume", "resume mail", this::resume);
	}

	List<String> subAccounts() {
		return (this.subAccounts != null) ? this.subAccounts.list().stream().map(SubAccount::name).toList() : List.of();
	}

	private Confirmation ask(AdminRequest request) {
		Held held = held(request);
		return new Confirmation("Pause " + held.words() + "?",
				"Mail is taken in, and waits until somebody resumes it, on all nodes and across restarts. What is being"
						+ " sent is finished." + held.more(),
				"Pause", held.back());
	}

	private AdminAnswer pause(AdminRequest request) {
		Held held = held(request);
		request.concerns(held.words());
		switch (held.scope()) {
			case ALL -> this.queue.pause();
			case TRANSPORT -> this.queue.pauseTransport(held.name());
			case ACCOUNT -> this.queue.pauseSubAccount(held.name());
		}
		return AdminAnswer.redirect(held.back(), "Paused: " + held.words() + ".");
	}

	private AdminAnswer resume(AdminRequest request) {
		Held held = named(request);
		request.concerns(held.words());
		switch (held.scope()) {
			case ALL -> this.queue.resume();
			case TRANSPORT -> this.queue.resumeTransport(held.name());
			case ACCOUNT -> this.queue.resumeSubAccount(held.name());
		}
		return AdminAnswer.redirect(held.back(), "Resumed: " + held.words() + ".");
	}

	/**
	 * What is to be held up, which must exist.
	 */
	private Held held(AdminRequest request) {
		Held held = named(request);
		if (held.scope() == Scope.TRANSPORT && !this.transports.names().contains(held.name())) {
			throw AdminProblem.notFound("transport");
		}
		if (held.scope() == Scope.ACCOUNT && this.subAccounts != null && this.subAccounts.find(held.name()).isEmpty()) {
			throw AdminProblem.notFound("sub-account");
		}
		return held;
	}

	/**
	 * What is meant; one that was paused may not exist any more.
	 */
	private static Held named(AdminRequest request) {
		boolean fromTransport = request.field("from").filter("transport"::equals).isPresent();
		Optional<String> transport = request.field("transport");
		if (transport.isPresent()) {
			return new Held(Scope.TRANSPORT, transport.get(), fromTransport);
		}
		return request.field("account")
			.map((name) -> new Held(Scope.ACCOUNT, name, false))
			.orElseGet(() -> new Held(Scope.ALL, "", false));
	}

	private enum Scope {

		ALL, TRANSPORT, ACCOUNT

	}

	/**
	 * Mail that is held up.
	 */
	private record Held(Scope scope, String name, boolean fromTransport) {

		String words() {
			return switch (this.scope) {
				case ALL -> "all mail";
				case TRANSPORT -> "mail through the transport " + this.name;
				case ACCOUNT -> "mail of the sub-account " + this.name;
			};
		}

		String more() {
			return (this.scope == Scope.TRANSPORT) ? " Mail that may take another transport does." : "";
		}

		String back() {
			return this.fromTransport ? TransportRow.path(this.name) : "/queue";
		}

	}

}
