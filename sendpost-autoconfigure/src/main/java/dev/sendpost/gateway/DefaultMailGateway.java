package dev.sendpost.gateway;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import dev.sendpost.Email;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.MailGatewayException;
import dev.sendpost.Receipt;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.Submitter;
import dev.sendpost.SubmitterResolver;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.transport.MailRouter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The gateway without a store: what passes the policies goes straight to the router.
 */
public final class DefaultMailGateway implements MailGateway, AutoCloseable {

	private static final Log logger = LogFactory.getLog(DefaultMailGateway.class);

	private static final MailSendObservationConvention DEFAULT_CONVENTION = new DefaultMailSendObservationConvention();

	private final MailIntake intake;

	private final SubmitterResolver submitter;

	private final MailDelivery delivery;

	private final SendExecutor executor;

	private final ObservationRegistry observationRegistry;

	private final @Nullable MailSendObservationConvention observationConvention;

	/**
	 * Create a gateway.
	 * @param defaults completes messages
	 * @param policies the policies, in order
	 * @param submitter tells on whose behalf a thread sends
	 * @param router finds the transports
	 * @param concurrency how many messages are sent at a time in the background
	 * @param shutdownTimeout how long {@link #close()} lets queued messages go out
	 * @param ids makes the ids of messages
	 * @param clock tells the {@code Date} of messages
	 * @param observationRegistry where sends are observed
	 * @param observationConvention how they are named, or {@code null} for the default
	 */
	public DefaultMailGateway(MailDefaults defaults, List<MailPolicy> policies, SubmitterResolver submitter,
			MailRouter router, int concurrency, Duration shutdownTimeout, Supplier<UUID> ids, Clock clock,
			ObservationRegistry observationRegistry, @Nullable MailSendObservationConvention observationConvention) {
		this.intake = new MailIntake(defaults, policies, ids, clock);
		this.submitter = submitter;
		this.delivery = new MailDelivery(policies, router);
		this.executor = new SendExecutor(concurrency, shutdownTimeout);
		this.observationRegistry = observationRegistry;
		this.observationConvention = observationConvention;
	}

	private DefaultMailGateway(DefaultMailGateway gateway, Submitter submitter) {
		this.intake = gateway.intake;
		this.submitter = () -> submitter;
		this.delivery = gateway.delivery;
		this.executor = gateway.executor;
		this.observationRegistry = gateway.observationRegistry;
		this.observationConvention = gateway.observationConvention;
	}

	@Override
	public MailGateway forSubAccount(String name) {
		return forSubmitter(this.submitter.resolve().narrowedTo(name));
	}

	@Override
	public MailGateway forSubmitter(Submitter submitter) {
		this.intake.requireKnown(submitter);
		return new DefaultMailGateway(this, submitter);
	}

	@Override
	public Receipt send(Email email) {
		return observed(email, this.intake).get();
	}

	@Override
	public List<Receipt> send(Collection<Email> emails) {
		MailIntake batch = this.intake.forBatch(emails, this.submitter.resolve());
		List<CompletableFuture<Receipt>> pending = new ArrayList<>(emails.size());
		emails.forEach((email) -> pending
			.add(this.executor.submit(observed(email, batch)).exceptionally((ex) -> failure(email, ex))));
		return pending.stream().map(CompletableFuture::join).toList();
	}

	@Override
	public CompletableFuture<Receipt> sendAsync(Email email) {
		return this.executor.submit(observed(email, this.intake));
	}

	@Override
	public void close() {
		this.executor.close();
	}

	/**
	 * Take the message in, in this thread, and leave its delivery to be done in any.
	 */
	private Supplier<Receipt> observed(Email email, MailIntake intake) {
		MailSendContext context = new MailSendContext(email);
		Observation observation = Observation
			.createNotStarted(this.observationConvention, DEFAULT_CONVENTION, () -> context, this.observationRegistry)
			.parentObservation(this.observationRegistry.getCurrentObservation());
		Supplier<Receipt> taken = takeIn(email, intake, context);
		return () -> observation.observe(taken);
	}

	private Supplier<Receipt> takeIn(Email email, MailIntake intake, MailSendContext context) {
		try {
			requireNothingOfAStore(email);
			AcceptedEmail accepted = intake.accept(email, this.submitter.resolve());
			return () -> this.delivery.deliver(accepted, context::setReceipt);
		}
		catch (RuntimeException ex) {
			return () -> {
				throw ex;
			};
		}
	}

	private void requireNothingOfAStore(Email email) {
		if (email.idempotencyKey() != null) {
			throw new InvalidEmailException("idempotencyKey",
					new StoreRequiredException("Recognising an e-mail").getMessage());
		}
	}

	private Receipt failure(Email email, Throwable thrown) {
		Throwable cause = (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
		if (cause instanceof MailGatewayException known) {
			return (known.getReceipt() != null) ? known.getReceipt() : this.intake.refuse(email, known.getMessage());
		}
		logger.error("An e-mail of a batch failed in a way it should not", cause);
		return this.intake.refuse(email, cause.toString());
	}

}
