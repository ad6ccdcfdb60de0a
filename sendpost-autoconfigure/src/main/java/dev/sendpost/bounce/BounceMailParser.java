package dev.sendpost.bounce;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.io.LimitedInputStream;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * Tells of a message whether it is a delivery report (RFC 3464, RFC 6533), a feedback
 * report (RFC 5965) or neither, and what it reports. Also understands the older forms of
 * Exim and qmail. A message is read once, in a stream, and only as far as it has to be:
 * what a report returns of the original message is not read beyond its header.
 */
public final class BounceMailParser {

	/** Octets of a message that are read unless set. */
	public static final int DEFAULT_MAX_SIZE = 10 * 1024 * 1024;

	static final int MAX_PARTS = 100;

	static final int MAX_DEPTH = 10;

	private static final int MAX_FIELDS = 1_000;

	/** Octets of a field in the header of a message or part, and of a line of it. */
	private static final int MAX_FIELD_LENGTH = 64 * 1024;

	private static final MimeConfig LIMITS = new MimeConfig.Builder().setMaxHeaderCount(MAX_FIELDS)
		.setMaxHeaderLen(MAX_FIELD_LENGTH)
		.setMaxLineLen(MAX_FIELD_LENGTH)
		.build();

	private final int maxSize;

	/**
	 * Create a parser that reads up to {@link #DEFAULT_MAX_SIZE} octets.
	 */
	public BounceMailParser() {
		this(DEFAULT_MAX_SIZE);
	}

	/**
	 * Create a parser.
	 * @param maxSize octets of a message that are read at most
	 * @throws IllegalArgumentException if that is nothing
	 */
	public BounceMailParser(int maxSize) {
		if (maxSize < 1) {
			throw new IllegalArgumentException("maxSize must be at least 1 but is " + maxSize);
		}
		this.maxSize = maxSize;
	}

	/**
	 * Parse a message.
	 * @param message the message (RFC 5322)
	 * @return what it is
	 * @throws UnreadableMailException if it goes beyond a limit
	 */
	public ReturnedMail parse(byte[] message) {
		return parse(new ByteArrayInputStream(message));
	}

	/**
	 * Parse a message.
	 * @param message the message (RFC 5322), which is neither closed nor necessarily read
	 * to its end
	 * @return what it is
	 * @throws UnreadableMailException if it goes beyond a limit, or cannot be read
	 */
	public ReturnedMail parse(InputStream message) {
		MimeTokenStream tokens = new MimeTokenStream(LIMITS);
		// A message within the message is no part of the report.
		tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
		ReportParts parts = new ReportParts();
		try {
			tokens.parse(new LimitedInputStream(message, this.maxSize + 1L));
			read(tokens, parts);
		}
		catch (MimeException | IOException ex) {
			throw new UnreadableMailException("It cannot be parsed: " + ex.getMessage(), ex);
		}
		return parts.assemble();
	}

	private static void read(MimeTokenStream tokens, ReportParts parts) throws MimeException, IOException {
		int depth = 0;
		int count = 0;
		EntityState state = tokens.getState();
		while (state != EntityState.T_END_OF_STREAM && !parts.isComplete()) {
			switch (state) {
				case T_FIELD -> {
					if (depth == 0) {
						parts.field(tokens.getField());
					}
				}
				case T_START_MULTIPART -> {
					depth++;
					require(depth <= MAX_DEPTH, "Its parts are nested more than " + MAX_DEPTH + " deep");
				}
				case T_END_MULTIPART -> depth--;
				case T_START_BODYPART -> {
					count++;
					require(count <= MAX_PARTS, "It has more than " + MAX_PARTS + " parts");
				}
				case T_BODY -> parts.body(tokens.getBodyDescriptor().getMimeType(), tokens.getDecodedInputStream());
				default -> {
				}
			}
			state = tokens.next();
		}
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new UnreadableMailException(message);
		}
	}

}
