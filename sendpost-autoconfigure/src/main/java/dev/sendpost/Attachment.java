package dev.sendpost;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamSource;
import org.springframework.core.io.Resource;

/**
 * A file that travels with an {@link Email}. Its content is read when the message is
 * sent, once per attempt, and never kept whole in memory unless it was given so.
 */
public final class Attachment {

	/** Characters of a content type with its parameters; what is longer is not one. */
	private static final int MAX_CONTENT_TYPE_LENGTH = 500;

	/** Names of up to 127 characters, RFC 6838 section 4.2; of parameters, up to 50. */
	private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$&^.+-]{1,127}/[\\w!#$&^.+-]{1,127}"
			+ "([ \\t]*;[ \\t]*[\\w!#$&^.+-]{1,50}=([\\w!#$&^.+:'-]+|\"[^\"\\\\]*\"))*");

	private static final Pattern CONTENT_ID = Pattern.compile("[\\w!#$%&'*+/=?^`{|}~.@-]{1,200}");

	private final String filename;

	private final String contentType;

	private final InputStreamSource content;

	private final long size;

	private final @Nullable String contentId;

	private Attachment(String filename, @Nullable String contentType, InputStreamSource content, long size,
			@Nullable String contentId) {
		this.filename = Text.requireSingleLine("attachments", filename).strip();
		if (this.filename.isEmpty()) {
			throw new InvalidEmailException("attachments", "an attachment has no file name");
		}
		this.contentType = (contentType != null) ? contentType : ContentTypes.guess(this.filename);
		Text.requireSingleLine("attachments", this.contentType);
		if (this.contentType.length() > MAX_CONTENT_TYPE_LENGTH || !MEDIA_TYPE.matcher(this.contentType).matches()) {
			throw new InvalidEmailException("attachments", "%s is not a content type such as text/calendar",
					this.contentType);
		}
		if (this.contentType.regionMatches(true, 0, "multipart/", 0, 10)) {
			throw new InvalidEmailException("attachments", "%s cannot be the type of a file", this.contentType);
		}
		if (contentId != null && !CONTENT_ID.matcher(contentId).matches()) {
			throw new InvalidEmailException("attachments",
					"%s is not a content id: up to 200 letters, digits and .-_@ are", contentId);
		}
		this.content = content;
		this.size = size;
		this.contentId = contentId;
	}

	/**
	 * Attach bytes.
	 * @param filename the name shown for the file
	 * @param content the bytes; copied
	 * @return the attachment
	 * @throws InvalidEmailException with the field {@code attachments} if the name is
	 * empty or has a control character
	 */
	public static Attachment of(String filename, byte[] content) {
		byte[] copy = content.clone();
		return new Attachment(filename, null, () -> new ByteArrayInputStream(copy), copy.length, null);
	}

	/**
	 * Attach a file.
	 * @param file the file, which must exist and be readable when the message is sent
	 * @return the attachment, under the file's own name
	 * @throws InvalidEmailException with the field {@code attachments} if the file does
	 * not exist or cannot be read
	 */
	public static Attachment of(Path file) {
		return of(new FileSystemResource(file));
	}

	/**
	 * Attach a Spring resource.
	 * @param resource the resource, which must have a file name and must be readable as
	 * often as the message is attempted
	 * @return the attachment, under the resource's file name
	 * @throws InvalidEmailException with the field {@code attachments} if the resource
	 * has no file name, does not exist or can be read only once
	 */
	public static Attachment of(Resource resource) {
		requireRepeatable(resource);
		String filename = resource.getFilename();
		if (filename == null) {
			throw new InvalidEmailException("attachments", resource.getDescription()
					+ " has no file name; use Attachment.of(String, InputStreamSource) to give it one");
		}
		if (!resource.isReadable()) {
			throw new InvalidEmailException("attachments", resource.getDescription() + " cannot be read");
		}
		return new Attachment(filename, null, resource, sizeOf(resource), null);
	}

	/**
	 * Attach what a stream holds.
	 * @param filename the name shown for the file
	 * @param content opens a new stream for each attempt; it is closed after each
	 * @return the attachment
	 * @throws InvalidEmailException with the field {@code attachments} if the name is
	 * empty or has a control character
	 */
	public static Attachment of(String filename, InputStreamSource content) {
		if (content instanceof Resource resource) {
			requireRepeatable(resource);
			return new Attachment(filename, null, resource, sizeOf(resource), null);
		}
		return new Attachment(filename, null, content, -1, null);
	}

	private static void requireRepeatable(Resource resource) {
		if (resource.isOpen()) {
			throw new InvalidEmailException("attachments",
					resource.getDescription() + " can be read only once, but each attempt to send has to read it");
		}
	}

	private static long sizeOf(Resource resource) {
		try {
			return resource.contentLength();
		}
		catch (IOException ex) {
			throw new InvalidEmailException("attachments",
					resource.getDescription() + " cannot be read: " + ex.getMessage());
		}
	}

	/**
	 * The same attachment under another content type.
	 * @param contentType a media type, parameters allowed, such as
	 * {@code text/calendar; method=REQUEST; charset=UTF-8}
	 * @return the attachment
	 * @throws InvalidEmailException with the field {@code attachments} if it is not one
	 */
	public Attachment withContentType(String contentType) {
		return new Attachment(this.filename, contentType, this.content, this.size, this.contentId);
	}

	/**
	 * The same attachment shown inside the HTML, where {@code cid:} and the content id
	 * refer to it.
	 * @param contentId up to 200 letters, digits and {@code .-_@}, without angle brackets
	 * @return the attachment
	 * @throws InvalidEmailException with the field {@code attachments} if the id has
	 * other characters
	 */
	public Attachment inline(String contentId) {
		return new Attachment(this.filename, this.contentType, this.content, this.size, contentId);
	}

	/**
	 * The name shown for the file.
	 * @return the name
	 */
	public String filename() {
		return this.filename;
	}

	/**
	 * The media type; guessed from the name where none was given.
	 * @return the type, with its parameters
	 */
	public String contentType() {
		return this.contentType;
	}

	/**
	 * Opens the content, anew each time.
	 * @return the source of streams
	 */
	public InputStreamSource content() {
		return this.content;
	}

	/**
	 * How long the content is.
	 * @return the number of bytes, or -1 if only reading it would tell
	 */
	public long size() {
		return this.size;
	}

	/**
	 * What {@code cid:} in the HTML refers to.
	 * @return the content id, or {@code null} if the file is attached and not inline
	 */
	public @Nullable String contentId() {
		return this.contentId;
	}

	/**
	 * Whether the file is shown inside the HTML.
	 * @return {@code true} if it has a content id
	 */
	public boolean isInline() {
		return this.contentId != null;
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof Attachment other && this.filename.equals(other.filename)
				&& this.contentType.equals(other.contentType) && this.content.equals(other.content)
				&& Objects.equals(this.contentId, other.contentId);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.filename, this.contentType, this.content, this.contentId);
	}

	@Override
	public String toString() {
		return this.filename + " (" + this.contentType + ((this.size >= 0) ? ", " + this.size + " bytes" : "")
				+ (isInline() ? ", inline" : "") + ")";
	}

}
