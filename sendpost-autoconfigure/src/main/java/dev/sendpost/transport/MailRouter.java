package dev.sendpost.transport;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.transport.TransportException.Kind;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds the transport that takes a message: divides the recipients among the routes, and
 * tries the transports of each route until every recipient is settled. A recipient that
 * one transport accepted or refused is never offered to another.
 */
public final class MailRouter {

	/**
	 * The name of the route of all mail that no rule sends elsewhere, unless it has one.
	 */
	public static final String DEFAULT_ROUTE = "default";

	private static final Log logger = LogFactory.getLog(MailRouter.class);

	private final Transports transports;

	private final RoutingTable table;

	private final RouteCapacity capacity;

	private final RandomGenerator random;

	private final boolean failOverPerhapsSent;

	/**
	 * Create a router.
	 * @param transports the transports
	 * @param table which recipients go by which route
	 * @param random draws the first transport of a weighted route; used by many threads
	 */
	public MailRouter(Transports transports, RoutingTable table, RandomGenerator random) {
		this(transports, table, RouteCapacity.UNLIMITED, random);
	}

	/**
	 * Create a router over routes that do not take everything at once.
	 * @param transports the transports
	 * @param table which recipients go by which route
	 * @param capacity how much the routes take
	 * @param random draws the first transport of a weighted route; used by many threads
	 */
	public MailRouter(Transports transports, RoutingTable table, RouteCapacity capacity, RandomGenerator random) {
		this(transports, table, capacity, random, false);
	}

	/**
	 * Create a router over routes that do not take everything at once.
	 * @param transports the transports
	 * @param table which recipients go by which route
	 * @param capacity how much the routes take
	 * @param random draws the first transport of a weighted route; used by many threads
	 * @param failOverPerhapsSent whether the next transport is tried also when the one
	 * before may have sent the message, so that somebody may get it twice
	 */
	public MailRouter(Transports transports, RoutingTable table, RouteCapacity capacity, RandomGenerator random,
			boolean failOverPerhapsSent) {
		this.transports = transports;
		this.table = table;
		this.capacity = capacity;
		this.random = random;
		this.failOverPerhapsSent = failOverPerhapsSent;
	}

	/**
	 * Send a message.
	 * @param email the message
	 * @return an outcome for each of its recipients
	 * @throws InvalidEmailException before anything is sent, if no transport of a route
	 * can carry something about the message, or the message names an unknown route
	 */
	public RoutingResult send(OutgoingEmail email) {
		Set<TransportFeature> needed = TransportFeature.neededBy(email.email());
		Map<String, List<EmailAddress>> bound = new LinkedHashMap<>();
		List<EmailAddress> free = new ArrayList<>();
		for (EmailAddress recipient : email.recipients()) {
			String transport = email.onlyThrough().get(recipient.mailbox());
			if (transport != null && isTransport(transport)) {
				bound.computeIfAbsent(transport, (first) -> new ArrayList<>()).add(recipient);
			}
			else {
				free.add(recipient);
			}
		}
		Map<Route, List<EmailAddress>> routes = free.isEmpty() ? Map.of() : this.table.divide(email.email(), free);
		Map<Route, List<GuardedTransport>> candidates = new LinkedHashMap<>();
		routes.keySet().forEach((route) -> candidates.put(route, candidates(route, needed)));
		Map<List<GuardedTransport>, List<EmailAddress>> groups = new LinkedHashMap<>();
		List<RecipientOutcome> outcomes = new ArrayList<>(email.recipients().size());
		TransportException failure = null;
		for (Map.Entry<Route, List<EmailAddress>> route : routes.entrySet()) {
			List<GuardedTransport> transports = Objects.requireNonNull(candidates.get(route.getKey()));
			try {
				reserve(route.getKey(), transports, route.getValue());
				groups.computeIfAbsent(transports, (same) -> new ArrayList<>()).addAll(route.getValue());
			}
			catch (NoRoomException ex) {
				failure = isMoreTelling(ex, failure) ? ex : failure;
				outcomes.addAll(waiting(route.getValue(), ex));
			}
		}
		bound.forEach((transport, recipients) -> groups
			.computeIfAbsent(List.of(this.transports.guarded(transport)), (same) -> new ArrayList<>())
			.addAll(recipients));
		for (Map.Entry<List<GuardedTransport>, List<EmailAddress>> group : groups.entrySet()) {
			RoutingResult result = send(email.to(group.getValue()), group.getKey());
			outcomes.addAll(result.outcomes());
			if (result.failure() != null && isMoreTelling(result.failure(), failure)) {
				failure = result.failure();
			}
		}
		return new RoutingResult(inOrder(email.recipients(), outcomes), failure);
	}

	private boolean isTransport(String name) {
		return this.transports.names().contains(name) || this.transports.reservedNames().contains(name);
	}

	/**
	 * Reserve room on a route, unless it is a transport by itself, or none of its
	 * transports would be tried.
	 */
	private void reserve(Route route, List<GuardedTransport> transports, List<EmailAddress> recipients) {
		if (!this.transports.names().contains(route.name())
				&& transports.stream().anyMatch(GuardedTransport::isReady)) {
			this.capacity.reserve(route.name(), recipients).ifPresent((until) -> {
				throw new NoRoomException("Route '" + route.name() + "'", until);
			});
		}
	}

	private void reserve(GuardedTransport transport, List<EmailAddress> recipients) {
		if (transport.isReady()) {
			String name = transport.transport().name();
			reserve(name, recipients).ifPresent((until) -> {
				throw new NoRoomException("Transport '" + name + "'", until);
			});
		}
	}

	/*
	 * Others may have the message already, so nothing but this transport may fail.
	 */
	private Optional<Instant> reserve(String transport, List<EmailAddress> recipients) {
		try {
			return this.capacity.reserve(transport, recipients);
		}
		catch (RuntimeException ex) {
			throw new TransportException(Kind.DEFERRED,
					"Transport '" + transport + "' cannot be asked for room now: " + ex, ex);
		}
	}

	private static List<RecipientOutcome> waiting(List<EmailAddress> recipients, TransportException reason) {
		return recipients.stream()
			.map((recipient) -> RecipientOutcome.failed(recipient, EmailStatus.DEFERRED, null, null,
					reason.getMessage(), false))
			.toList();
	}

	/**
	 * Whether there is a route of a name, or a transport, which is a route of its own.
	 * @param route the name
	 * @return {@code true} if a message may ask for it
	 */
	public boolean knows(String route) {
		return this.table.knows(route);
	}

	/**
	 * What a message may ask for.
	 * @return the names of the routes, and of the transports, which are routes of their
	 * own
	 */
	public Set<String> routes() {
		return this.table.names();
	}

	/**
	 * Which recipients go by which route.
	 * @return the routing table
	 */
	public RoutingTable table() {
		return this.table;
	}

	/**
	 * The transports of a route that can carry the message, in the order to try them.
	 */
	private List<GuardedTransport> candidates(Route route, Set<TransportFeature> needed) {
		List<GuardedTransport> candidates = new ArrayList<>();
		List<String> lacking = new ArrayList<>();
		Set<TransportFeature> missing = Set.of();
		for (String name : route.order(this.random)) {
			GuardedTransport transport = this.transports.guarded(name);
			Set<TransportFeature> lacks = transport.transport().capabilities().missing(needed);
			if (lacks.isEmpty()) {
				candidates.add(transport);
			}
			else {
				missing = lacks;
				lacking.add(name + " lacks " + lacks);
			}
		}
		if (candidates.isEmpty()) {
			throw new InvalidEmailException(missing.iterator().next().field(),
					"no transport of route '" + route.name() + "' can carry it: " + String.join(", ", lacking)
							+ (missing.contains(TransportFeature.SCHEDULING)
									? ". " + new StoreRequiredException("Sending later").getMessage() : ""));
		}
		return candidates;
	}

	private RoutingResult send(OutgoingEmail email, List<GuardedTransport> candidates) {
		List<RecipientOutcome> outcomes = new ArrayList<>();
		OutgoingEmail remaining = email;
		TransportException failure = null;
		Map<String, RecipientOutcome> perhapsSent = new HashMap<>();
		String failed = "";
		for (GuardedTransport transport : candidates) {
			try {
				reserve(transport, remaining.recipients());
				outcomes.addAll(transport.send(remaining));
				return new RoutingResult(outcomes, null);
			}
			catch (TransportException ex) {
				List<RecipientOutcome> settled = settled(ex);
				ex.getSettled()
					.stream()
					.filter(RecipientOutcome::perhapsSent)
					.forEach((outcome) -> perhapsSent.put(outcome.recipient().address(), outcome));
				outcomes.addAll(settled);
				List<EmailAddress> open = remaining.recipientsWithout(settled);
				if (open.isEmpty()) {
					return new RoutingResult(outcomes, null);
				}
				remaining = remaining.to(open);
				if (isMoreTelling(ex, failure)) {
					failure = ex;
					failed = transport.transport().name();
				}
				if (!isFailedOver(ex.getKind())) {
					break;
				}
				if (logger.isDebugEnabled() && transport != candidates.get(candidates.size() - 1)) {
					logger.debug("E-mail " + email.id() + " goes on to the next transport. " + ex.getMessage());
				}
			}
		}
		if (failure != null) {
			for (EmailAddress recipient : remaining.recipients()) {
				RecipientOutcome before = perhapsSent.get(recipient.address());
				outcomes.add((before != null) ? before : RecipientOutcome.failed(recipient, status(failure.getKind()),
						failed, failure.getServerText(), failure.getMessage(), failure.getKind() == Kind.PERHAPS_SENT));
			}
		}
		return new RoutingResult(outcomes, failure);
	}

	/**
	 * What a failed attempt settled: also for whom it may have sent the message, unless
	 * the next transport is to be tried for these.
	 */
	private List<RecipientOutcome> settled(TransportException failure) {
		return this.failOverPerhapsSent
				? failure.getSettled().stream().filter((outcome) -> !outcome.perhapsSent()).toList()
				: failure.getSettled();
	}

	/**
	 * Whether the next transport is tried also when the one before may have sent the
	 * message.
	 * @return {@code true} if somebody may get it twice
	 */
	public boolean failsOverPerhapsSent() {
		return this.failOverPerhapsSent;
	}

	private boolean isFailedOver(Kind kind) {
		return kind.isFailedOver() || (kind == Kind.PERHAPS_SENT && this.failOverPerhapsSent);
	}

	/**
	 * Whether a later failure describes the outcome better: what may have been sent
	 * outweighs all, and what may pass outweighs what will not. Of what is not even
	 * tried, that which may pass first does.
	 */
	private static boolean isMoreTelling(TransportException later, @Nullable TransportException earlier) {
		if (earlier == null) {
			return true;
		}
		if (earlier.getKind() == Kind.PERHAPS_SENT) {
			return false;
		}
		if (earlier instanceof NoRoomException full && !isTried(later.getKind())) {
			return !(later instanceof NoRoomException other) || other.until().isBefore(full.until());
		}
		return isTried(later.getKind()) && (later.getKind() == Kind.PERHAPS_SENT || mayPass(later.getKind())
				|| !mayPass(earlier.getKind()) || !isTried(earlier.getKind()));
	}

	private static boolean mayPass(Kind kind) {
		return kind == Kind.UNAVAILABLE || kind == Kind.TIMED_OUT || kind == Kind.DEFERRED || !isTried(kind);
	}

	private static boolean isTried(Kind kind) {
		return kind != Kind.PAUSED && kind != Kind.THROTTLED && kind != Kind.CREDENTIALS_THROTTLED;
	}

	private static EmailStatus status(Kind kind) {
		return mayPass(kind) ? EmailStatus.DEFERRED : EmailStatus.FAILED;
	}

	private static List<RecipientOutcome> inOrder(List<EmailAddress> recipients, List<RecipientOutcome> outcomes) {
		Map<String, RecipientOutcome> byMailbox = new HashMap<>();
		outcomes.forEach((outcome) -> byMailbox.put(outcome.recipient().address(), outcome));
		return recipients.stream()
			.map((recipient) -> byMailbox.getOrDefault(recipient.address(),
					RecipientOutcome.failed(recipient, EmailStatus.FAILED, null, null,
							"the transport gave no outcome for this recipient", true)))
			.toList();
	}

}
