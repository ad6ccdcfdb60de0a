package dev.sendpost.mime.read;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.sendpost.InvalidEmailException;

/**
 * Takes the header of a message apart, and is strict about it: where readers could differ
 * on what a line belongs to, one could see another sender than the one that was checked.
 */
final class MessageHeaderReader {

	static final int MAX_FIELDS = 1000;

	static final int MAX_FIELD_LENGTH = 64 * 1024;

	static final int MAX_LENGTH = 512 * 1024;

	private final byte[] octets;

	private final List<HeaderField> fields = new ArrayList<>();

	private int bodyStart;

	private boolean ended = true;

	private MessageHeaderReader(byte[] octets) {
		this.octets = octets;
	}

	/**
	 * Read a header. A message whose first line is no field has none.
	 * @throws InvalidEmailException with the field {@code headers} if it goes beyond a
	 * limit, or has a line that is not of a field
	 */
	static MessageHeaderReader read(byte[] octets) {
		MessageHeaderReader reader = new MessageHeaderReader(octets);
		if (reader.nameEnd(0) > 0) {
			reader.read();
		}
		return reader;
	}

	List<HeaderField> fields() {
		return this.fields;
	}

	/**
	 * Where the body starts, behind the empty line.
	 */
	int bodyStart() {
		return this.bodyStart;
	}

	/**
	 * Whether an empty line follows the header.
	 */
	boolean isEnded() {
		return this.ended;
	}

	private void read() {
		int position = 0;
		while (position < this.octets.length && this.octets[position] != '\r') {
			int nameEnd = nameEnd(position);
			if (nameEnd < 0) {
				throw new InvalidEmailException("headers",
						"line " + (this.fields.size() + 1) + " or one behind it is no header field");
			}
			int end = fieldEnd(position);
			if (end - position > MAX_FIELD_LENGTH || end > MAX_LENGTH || this.fields.size() == MAX_FIELDS) {
				throw new InvalidEmailException("headers", "the header goes beyond " + MAX_FIELDS + " fields of "
						+ MAX_FIELD_LENGTH + " octets, or " + MAX_LENGTH + " octets in all");
			}
			String name = new String(this.octets, position, nameEnd - position, StandardCharsets.US_ASCII);
			this.fields.add(new HeaderField(name, value(name, nameEnd + 1, end), position, end));
			position = end;
		}
		this.ended = position < this.octets.length;
		this.bodyStart = Math.min(position + 2, this.octets.length);
	}

	/**
	 * Where the name of a field ends that starts here, or -1 if none does.
	 */
	private int nameEnd(int start) {
		for (int i = start; i < this.octets.length; i++) {
			byte octet = this.octets[i];
			if (octet == ':') {
				return (i > start) ? i : -1;
			}
			if (octet <= ' ' || octet > '~') {
				return -1;
			}
		}
		return -1;
	}

	private int fieldEnd(int start) {
		int position = start;
		do {
			while (position < this.octets.length && this.octets[position] != '\n') {
				position++;
			}
			position = Math.min(position + 1, this.octets.length);
		}
		while (position < this.octets.length && (this.octets[position] == ' ' || this.octets[position] == '\t'));
		return position;
	}

	/**
	 * The value with its lines joined. A tab that only folds a line is a space.
	 */
	private String value(String name, int start, int end) {
		try {
			String folded = StandardCharsets.UTF_8.newDecoder()
				.decode(ByteBuffer.wrap(this.octets, start, end - start))
				.toString();
			return folded.replace("\r\n\t", " ").replace("\r\n", "").strip();
		}
		catch (CharacterCodingException ex) {
			throw new InvalidEmailException("headers", "the field " + name + " has octets that are not UTF-8");
		}
	}

}
