package dev.sendpost.samples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import org.jspecify.annotations.Nullable;

/**
 * The Vert.x mail client with pools of kept connections and, as by default, pipelining.
 * <p>
 * Each event loop has a client of its own, which is called on that loop only, with a
 * share of the connections and of the callers. One client for all was no faster, and
 * version 5.0.8 at times never answers when called from several threads. As many messages
 * are under way as there are connections; more are no faster, nor are callers that do not
 * block.
 */
class VertxMailSender implements Sender {

	private final List<Loop> loops = new ArrayList<>();

	private final AtomicInteger callers = new AtomicInteger();

	private final ThreadLocal<Loop> loop = ThreadLocal
		.withInitial(() -> this.loops.get(this.callers.getAndIncrement() % this.loops.size()));

	private @Nullable Vertx vertx;

	@Override
	public void start(int port, int connections) {
		Vertx vertx = Vertx.vertx();
		this.vertx = vertx;
		int count = Math.min(connections, VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
		for (int i = 0; i < count; i++) {
			int share = connections / count + ((i < connections % count) ? 1 : 0);
			Loop loop = new Loop(new MailConfig("127.0.0.1", port).setMaxPoolSize(share).setKeepAlive(true));
			vertx.deployVerticle(loop).await();
			this.loops.add(loop);
		}
	}

	@Override
	public void send(BenchmarkMessage message) throws TimeoutException {
		MailMessage mail = new MailMessage().setFrom(message.from())
			.setTo(message.to())
			.setSubject(message.subject())
			.setText(message.text())
			.setHtml(message.html());
		this.loop.get().send(mail).await(30, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		if (this.vertx != null) {
			this.vertx.close().await();
		}
	}

	/**
	 * A client bound to one event loop.
	 */
	private static final class Loop extends AbstractVerticle {

		private final MailConfig config;

		private @Nullable MailClient client;

		Loop(MailConfig config) {
			this.config = config;
		}

		@Override
		public void start() {
			this.client = MailClient.create(this.vertx, this.config);
		}

		@Override
		public void stop(Promise<Void> stopped) {
			MailClient client = this.client;
			Future<Void> closed = (client != null) ? client.close() : Future.succeededFuture();
			closed.onComplete(stopped);
		}

		Future<MailResult> send(MailMessage mail) {
			Promise<MailResult> sent = Promise.promise();
			MailClient client = this.client;
			if (client == null) {
				return Future.failedFuture("The client has not started");
			}
			this.context.runOnContext((ignored) -> client.sendMail(mail).onComplete(sent));
			return sent.future();
		}

	}

}
