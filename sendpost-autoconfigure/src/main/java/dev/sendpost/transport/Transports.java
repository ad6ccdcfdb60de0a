package dev.sendpost.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * All transports of the application, by name.
 */
public final class Transports implements AutoCloseable {

	/**
	 * The name of the transport that keeps mail, and so the route of mail that must not
	 * leave.
	 */
	public static final String CAPTURE = "capture";

	private static final Log logger = LogFactory.getLog(Transports.class);

	private final Map<String, GuardedTransport> transports = new LinkedHashMap<>();

	/** The transports that only such mail takes as names them. */
	private final Map<String, GuardedTransport> reserved = new LinkedHashMap<>();

	/**
	 * Create the set of transports.
	 * @param transports the transports, in the order in which they stand in for each
	 * other unless a route says otherwise
	 * @param retry how attempts are repeated
	 * @param circuit when a transport is left alone
	 * @throws IllegalArgumentException if there is none, or two have the same name
	 */
	public Transports(Collection<? extends MailTransport> transports, QuickRetry retry, Circuit circuit) {
		this(transports, List.of(), retry, circuit);
	}

	/**
	 * Create the set of transports.
	 * @param transports the transports, in the order in which they stand in for each
	 * other unless a route says otherwise
	 * @param reserved transports beside these, which only such mail takes as names them
	 * @param retry how attempts are repeated
	 * @param circuit when a transport is left alone
	 * @throws IllegalArgumentException if there is none, or two have the same name
	 */
	public Transports(Collection<? extends MailTransport> transports, Collection<? extends MailTransport> reserved,
			QuickRetry retry, Circuit circuit) {
		if (transports.isEmpty()) {
			throw new IllegalArgumentException("At least one transport is needed");
		}
		for (MailTransport transport : transports) {
			if (this.transports.putIfAbsent(transport.name(),
					new GuardedTransport(transport, retry, circuit)) != null) {
				throw new IllegalArgumentException("Two transports have the name '" + transport.name() + "'");
			}
		}
		for (MailTransport transport : reserved) {
			if (this.transports.containsKey(transport.name()) || this.reserved.putIfAbsent(transport.name(),
					new GuardedTransport(transport, retry, circuit)) != null) {
				throw new IllegalArgumentException("Two transports have the name '" + transport.name() + "'");
			}
		}
	}

	/**
	 * The names of all transports that are not reserved.
	 * @return the names in order
	 */
	public List<String> names() {
		return List.copyOf(this.transports.keySet());
	}

	/**
	 * The names of the transports that only such mail takes as names them.
	 * @return the names
	 */
	public List<String> reservedNames() {
		return List.copyOf(this.reserved.keySet());
	}

	/**
	 * All transports that are not reserved.
	 * @return the transports in order
	 */
	public List<MailTransport> all() {
		return this.transports.values().stream().map(GuardedTransport::transport).toList();
	}

	/**
	 * Whether a transport is left alone for now after failures.
	 * @param name the name of the transport
	 * @return {@code true} if no message is sent through it
	 */
	public boolean isLeftAlone(String name) {
		return guarded(name).isLeftAlone();
	}

	/**
	 * How a transport is doing on this node. Whether it is paused is not part of that.
	 * @param name the name of the transport
	 * @return its state
	 * @throws IllegalArgumentException if there is no such transport
	 */
	public TransportState state(String name) {
		return guarded(name).state();
	}

	/**
	 * Pause transports: nothing is sent through them.
	 * @param names the names of all that are paused; the others are not
	 */
	public void pause(Set<String> names) {
		this.transports.forEach((name, transport) -> transport.setPaused(names.contains(name)));
		this.reserved.forEach((name, transport) -> transport.setPaused(names.contains(name)));
	}

	GuardedTransport guarded(String name) {
		GuardedTransport transport = this.transports.getOrDefault(name, this.reserved.get(name));
		if (transport == null) {
			throw new IllegalArgumentException(
					"Unknown transport '" + name + "'; known are " + this.transports.keySet());
		}
		return transport;
	}

	@Override
	public void close() {
		List<GuardedTransport> all = new ArrayList<>(this.transports.values());
		all.addAll(this.reserved.values());
		for (GuardedTransport guarded : all) {
			try {
				guarded.transport().close();
			}
			catch (RuntimeException ex) {
				logger.warn("Transport '" + guarded.transport().name() + "' could not be closed", ex);
			}
		}
	}

}
