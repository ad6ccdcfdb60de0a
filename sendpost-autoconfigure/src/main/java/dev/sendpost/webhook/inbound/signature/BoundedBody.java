package dev.sendpost.webhook.inbound.signature;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

import org.jspecify.annotations.Nullable;

/**
 * Takes no more of a body than so many octets.
 */
final class BoundedBody implements BodySubscriber<byte[]> {

	private final BodySubscriber<byte[]> body;

	private final int maxSize;

	private int size;

	private @Nullable Subscription subscription;

	BoundedBody(BodySubscriber<byte[]> body, int maxSize) {
		this.body = body;
		this.maxSize = maxSize;
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.body.getBody();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		this.body.onSubscribe(subscription);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		if (this.size > this.maxSize) {
			return;
		}
		for (ByteBuffer buffer : buffers) {
			this.size += buffer.remaining();
		}
		if (this.size <= this.maxSize) {
			this.body.onNext(buffers);
			return;
		}
		if (this.subscription != null) {
			this.subscription.cancel();
		}
		this.body.onError(new IOException("The body has more than " + this.maxSize + " octets"));
	}

	@Override
	public void onError(Throwable problem) {
		this.body.onError(problem);
	}

	@Override
	public void onComplete() {
		this.body.onComplete();
	}

}
