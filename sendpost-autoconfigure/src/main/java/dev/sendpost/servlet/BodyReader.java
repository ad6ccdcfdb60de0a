package dev.sendpost.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Reads the body of a request as a whole, up to a size and within a time. What each read
 * may take, the server limits, but not what all take together.
 */
public final class BodyReader {

	/** Within which a body must be there as a whole. */
	public static final Duration MAX_DURATION = Duration.ofSeconds(30);

	/** How many octets are read at once. */
	public static final int BUFFER_SIZE = 8192;

	private final int maxSize;

	private final LongSupplier nanoTime;

	/**
	 * Create a reader.
	 * @param maxSize how many octets a body may have
	 * @param nanoTime the time that passes, in nanoseconds
	 */
	public BodyReader(int maxSize, LongSupplier nanoTime) {
		this.maxSize = maxSize;
		this.nanoTime = nanoTime;
	}

	/**
	 * Read a body.
	 * @param request the request
	 * @return the octets
	 * @throws BodyTooLargeException if there are more than there may be
	 * @throws BodyTooSlowException if they do not come in time
	 * @throws IllegalStateException if something read from the body before
	 * @throws IOException if the client went away
	 */
	public byte[] read(HttpServletRequest request) throws IOException, BodyTooLargeException, BodyTooSlowException {
		return read(request, () -> true);
	}

	/**
	 * Read a body as far as there is room for it.
	 * @param request the request
	 * @param room takes the room for {@link #BUFFER_SIZE} octets more, if there is any
	 * @return the octets
	 * @throws BodyTooLargeException if there are more than there may be
	 * @throws BodyTooSlowException if they do not come in time
	 * @throws NoRoomForBodyException if there is no room for them
	 * @throws IllegalStateException if something read from the body before
	 * @throws IOException if the client went away
	 */
	public byte[] read(HttpServletRequest request, BooleanSupplier room)
			throws IOException, BodyTooLargeException, BodyTooSlowException {
		long length = request.getContentLengthLong();
		if (length > this.maxSize) {
			throw new BodyTooLargeException(this.maxSize);
		}
		byte[] body = read(request.getInputStream(), room);
		if (body.length < length) {
			throw new IllegalStateException("The body was read before this endpoint could: by a filter, such as one"
					+ " that asks for parameters, or as multipart/form-data");
		}
		return body;
	}

	byte[] read(InputStream in, BooleanSupplier room) throws IOException, BodyTooLargeException, BodyTooSlowException {
		long deadline = this.nanoTime.getAsLong() + MAX_DURATION.toNanos();
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int taken = 0;
		byte[] buffer = new byte[BUFFER_SIZE];
		for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
			for (; taken < body.size() + read; taken += BUFFER_SIZE) {
				if (!room.getAsBoolean()) {
					throw new NoRoomForBodyException();
				}
			}
			body.write(buffer, 0, read);
			if (body.size() > this.maxSize) {
				throw new BodyTooLargeException(this.maxSize);
			}
			if (this.nanoTime.getAsLong() - deadline > 0) {
				throw new BodyTooSlowException();
			}
		}
		return body.toByteArray();
	}

}
