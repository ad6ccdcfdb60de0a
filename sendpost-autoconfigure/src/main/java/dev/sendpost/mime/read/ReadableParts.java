package dev.sendpost.mime.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import dev.sendpost.Attachment;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.VerbatimMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a mail client shows of a message that goes out as it is: the first of its texts,
 * and its files. Unlike an {@link dev.sendpost.Email} it need not say all that the
 * message says.
 *
 * @param text the first part in plain text, its lines ended by LF, or {@code null}
 * @param html the first part in HTML, or {@code null}
 * @param files the other parts, as far as they can be told apart
 */
public record ReadableParts(@Nullable String text, @Nullable String html, List<Attachment> files) {

	private static final ReadableParts NONE = new ReadableParts(null, null, List.of());

	/**
	 * Create the parts.
	 */
	public ReadableParts {
		files = List.copyOf(files);
	}

	/**
	 * Read a message.
	 * @param message the message
	 * @return its parts; none if it is not MIME that can be read
	 * @throws IOException if its octets cannot be read
	 */
	public static ReadableParts of(VerbatimMessage message) throws IOException {
		try (InputStream in = message.content().getInputStream()) {
			Collected collected = new Collected();
			collected.add(PartReader.readLeniently(in.readAllBytes()));
			return new ReadableParts(collected.text, collected.html, collected.files);
		}
		catch (UnmappableException | InvalidEmailException ex) {
			return NONE;
		}
	}

	/**
	 * What was found so far.
	 */
	private static final class Collected {

		private @Nullable String text;

		private @Nullable String html;

		private final List<Attachment> files = new ArrayList<>();

		void add(Part part) {
			if (part.isMultipart()) {
				part.children.forEach(this::add);
			}
			else if (!isBody(part)) {
				file(part);
			}
		}

		private boolean isBody(Part part) {
			try {
				if (part.isBody() && part.type.equals("text/plain") && this.text == null) {
					this.text = TextDecoder.decode(part);
					return true;
				}
				if (part.isBody() && part.type.equals("text/html") && this.html == null) {
					this.html = TextDecoder.decode(part);
					return true;
				}
				return false;
			}
			catch (UnmappableException ex) {
				return false;
			}
		}

		private void file(Part part) {
			String name = (part.filename != null && !part.filename.isBlank()) ? part.filename
					: "part-" + (this.files.size() + 1);
			byte[] content = part.content;
			try {
				Attachment file = Attachment.of(name, content).withContentType(part.type);
				this.files.add((part.contentId != null) ? file.inline(part.contentId) : file);
			}
			catch (InvalidEmailException ex) {
				this.files.add(Attachment.of("part-" + (this.files.size() + 1), content));
			}
		}

	}

}
