package dev.sendpost.relay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.sendpost.MailGateway;
import dev.sendpost.mime.read.EmailReader;
import dev.sendpost.subaccount.ApiKeys;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * An SMTP server to which programs submit mail with an API key (RFC 6409), and to which
 * mail comes back. What it accepts is in the outbox before it says so.
 */
public final class SmtpRelay implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(SmtpRelay.class);

	private static final long CHECK_MILLIS = 250;

	private final RelaySettings settings;

	private final RelayProtocol protocol;

	private final Connections connections;

	private final @Nullable ServerTls tls;

	private final MessageMemory memory;

	private final List<RelayServer> servers = new ArrayList<>();

	private @Nullable ScheduledExecutorService watch;

	private volatile boolean running;

	private volatile @Nullable RelayEndpoint endpoint;

	/**
	 * Create a relay, which does not listen yet.
	 * @param settings how it is set up
	 * @param keys the keys by which clients are let in
	 * @param gateway takes what they submit
	 * @param reader reads it
	 * @param domains tells whose domain is whose
	 * @param recipients says early who will not get mail
	 * @param bounces takes in what comes back, or {@code null} to refuse it
	 * @param observer told what happens
	 */
	public SmtpRelay(RelaySettings settings, ApiKeys keys, MailGateway gateway, EmailReader reader,
			SenderDomains domains, RecipientCheck recipients, @Nullable BounceIntake bounces, RelayObserver observer) {
		this.settings = settings;
		this.connections = new Connections(settings, observer);
		this.tls = (settings.sslContext() != null) ? new ServerTls(settings.sslContext()) : null;
		this.memory = new MessageMemory(settings.limits().memory());
		Authentication authentication = new Authentication(keys, observer);
		this.protocol = new RelayProtocol(settings, this.tls, authentication,
				new TransactionCommands(settings, authentication, recipients,
						new Submission(gateway, reader, domains, bounces), bounces, this.memory, observer));
	}

	/**
	 * Where clients reach the relay.
	 * @return the endpoint, empty while it does not listen
	 */
	public Optional<RelayEndpoint> endpoint() {
		return Optional.ofNullable(this.endpoint);
	}

	/**
	 * The connections that are open.
	 * @return how many
	 */
	public int connections() {
		return this.connections.count();
	}

	/**
	 * The memory that messages take while they are received.
	 * @return how many octets
	 */
	long memoryInUse() {
		return this.memory.used();
	}

	@Override
	public synchronized void start() {
		if (this.running) {
			return;
		}
		ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1,
				(task) -> daemon(task, "sendpost-smtp-relay-watch"));
		this.watch = watch;
		watch.scheduleWithFixedDelay(this.connections::closeExpired, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
		try {
			int port = listen(this.settings.port(), null);
			Integer tlsPort = (this.settings.tlsPort() != null) ? listen(this.settings.tlsPort(), this.tls) : null;
			this.endpoint = new RelayEndpoint(this.settings.hostName(), port, this.tls != null, tlsPort);
			this.running = true;
			logger.info("The SMTP relay listens on port " + port
					+ ((tlsPort != null) ? ", and encrypted from the start on port " + tlsPort : "")
					+ (this.settings.requireTls() ? "" : "; keys may be sent in the clear"));
		}
		catch (IOException ex) {
			stop();
			throw new IllegalStateException("The SMTP relay cannot listen: " + ex.getMessage(), ex);
		}
	}

	private int listen(int port, @Nullable ServerTls tls) throws IOException {
		RelayServer server = new RelayServer(this.settings, this.connections, this.protocol, port, tls);
		this.servers.add(server);
		return server.start();
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		this.endpoint = null;
		this.servers.forEach(RelayServer::close);
		this.servers.clear();
		if (this.watch != null) {
			this.watch.shutdownNow();
			this.watch = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

}
