package dev.sendpost.mime.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;

import dev.sendpost.InvalidEmailException;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.internet.ParseException;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of a message, up to limits. A message within the message is content.
 */
final class PartReader {

	static final int MAX_PARTS = 1000;

	static final int MAX_DEPTH = 20;

	private static final MimeConfig LIMITS = new MimeConfig.Builder().setMaxHeaderCount(MessageHeaderReader.MAX_FIELDS)
		.setMaxHeaderLen(MessageHeaderReader.MAX_FIELD_LENGTH)
		.setMaxLineLen(-1)
		.build();

	/** Fields that say nothing a reader would see. */
	private static final Set<String> SILENT = Set.of("mime-version", "content-transfer-encoding", "content-md5",
			"content-length", "lines");

	private final Deque<Part> open = new ArrayDeque<>();

	private @Nullable Part root;

	private int parts;

	private PartReader() {
	}

	/**
	 * Read a message.
	 * @throws UnmappableException if its parts cannot be told apart, or content is not in
	 * the encoding that it claims
	 * @throws InvalidEmailException with the field {@code parts} if it goes beyond a
	 * limit
	 */
	static Part read(byte[] message) throws UnmappableException {
		return read(message, DecodeMonitor.STRICT);
	}

	/**
	 * Read a message that may break some rules, as mail clients do.
	 * @throws UnmappableException if its parts cannot be told apart
	 * @throws InvalidEmailException with the field {@code parts} if it goes beyond a
	 * limit
	 */
	static Part readLeniently(byte[] message) throws UnmappableException {
		return read(message, DecodeMonitor.SILENT);
	}

	private static Part read(byte[] message, DecodeMonitor monitor) throws UnmappableException {
		MimeTokenStream tokens = new MimeTokenStream(LIMITS, monitor, null);
		tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
		PartReader reader = new PartReader();
		try {
			tokens.parse(new ByteArrayInputStream(message));
			reader.read(tokens);
		}
		catch (MimeException | IOException | ParseException ex) {
			throw new UnmappableException("MIME that cannot be read: " + ex.getMessage());
		}
		if (reader.root == null) {
			throw new UnmappableException("no part");
		}
		return reader.root;
	}

	private void read(MimeTokenStream tokens) throws MimeException, IOException, ParseException, UnmappableException {
		EntityState state = tokens.getState();
		while (state != EntityState.T_END_OF_STREAM) {
			switch (state) {
				case T_START_MESSAGE, T_START_BODYPART -> start();
				case T_FIELD -> field(this.open.element(), tokens.getField(), this.open.size() == 1);
				case T_BODY -> this.open.element().content = tokens.getDecodedInputStream().readAllBytes();
				case T_END_MESSAGE, T_END_BODYPART -> this.open.remove();
				default -> {
				}
			}
			state = tokens.next();
		}
	}

	private void start() {
		Part part = new Part();
		if (this.root == null) {
			this.root = part;
		}
		else {
			this.open.element().children.add(part);
		}
		this.open.push(part);
		if (++this.parts > MAX_PARTS || this.open.size() > MAX_DEPTH) {
			throw new InvalidEmailException("parts", "the message has more than " + MAX_PARTS
					+ " parts, or they are nested more than " + MAX_DEPTH + " deep");
		}
	}

	private static void field(Part part, Field field, boolean top)
			throws ParseException, IOException, UnmappableException {
		String name = field.getName().toLowerCase(Locale.ROOT);
		String value = field.getBody().replace("\r\n", "").strip();
		switch (name) {
			case "content-type" -> type(part, value);
			case "content-disposition" -> disposition(part, value);
			case "content-id" -> part.contentId = value.replaceAll("^<|>$", "");
			default -> {
				boolean ofMessage = top && !name.startsWith("content-");
				if (!ofMessage && !SILENT.contains(name) && !name.startsWith("x-")) {
					part.otherField = field.getName();
				}
			}
		}
	}

	private static void type(Part part, String value) throws ParseException, IOException, UnmappableException {
		ContentType type = new ContentType(value);
		part.type = type.getBaseType().toLowerCase(Locale.ROOT);
		ParameterList parameters = type.getParameterList();
		if (parameters == null) {
			return;
		}
		for (Enumeration<String> names = parameters.getNames(); names.hasMoreElements();) {
			String name = names.nextElement();
			part.parameters.put(name.toLowerCase(Locale.ROOT), decoded(parameters.get(name)));
		}
		if (!part.isMultipart() && part.filename == null) {
			part.filename = part.parameters.get("name");
		}
	}

	private static void disposition(Part part, String value) throws ParseException, IOException, UnmappableException {
		ContentDisposition disposition = new ContentDisposition(value);
		part.disposition = disposition.getDisposition().toLowerCase(Locale.ROOT);
		String filename = disposition.getParameter("filename");
		if (filename != null) {
			part.filename = decoded(filename);
		}
	}

	/**
	 * The value of a parameter, which some write in encoded-words.
	 */
	private static String decoded(String value) throws IOException, UnmappableException {
		String decoded = value.startsWith("=?") && value.endsWith("?=") ? MimeUtility.decodeText(value) : value;
		if (decoded.indexOf('\uFFFD') >= 0) {
			throw new UnmappableException("a parameter that cannot be decoded");
		}
		return decoded;
	}

}
