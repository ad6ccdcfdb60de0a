package dev.sendpost.admin.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form, and the parameters of a query. A form is read here and not by the
 * server, which takes 2 MB of one: less than the largest template, whose text would be
 * lost.
 */
final class FormFields {

	private static final Log logger = LogFactory.getLog(FormFields.class);

	private static final String FORM = "application/x-www-form-urlencoded";

	/** Octets of a form. The largest template has 18 million if none of it is ASCII. */
	static final int MAX_LENGTH = 20_000_000;

	static final int MAX_FIELDS = 10_000;

	private final HttpServletRequest request;

	private @Nullable Map<String, List<String>> all;

	FormFields(HttpServletRequest request) {
		this.request = request;
	}

	/**
	 * All fields, in their order.
	 * @throws AdminProblem if they cannot be read
	 */
	Map<String, List<String>> all() {
		Map<String, List<String>> known = this.all;
		if (known == null) {
			byte[] form = form();
			known = (form.length > 0) ? parse(form) : parsedByServer();
			this.all = known;
		}
		return known;
	}

	/**
	 * The form, or nothing if there is none or if somebody else has read it.
	 */
	private byte[] form() {
		String contentType = this.request.getContentType();
		if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith(FORM)) {
			return new byte[0];
		}
		if (this.request.getContentLengthLong() > MAX_LENGTH) {
			throw tooLarge();
		}
		byte[] form;
		try {
			InputStream in = this.request.getInputStream();
			form = in.readNBytes(MAX_LENGTH + 1);
		}
		catch (IllegalStateException ex) {
			return new byte[0];
		}
		catch (IOException ex) {
			throw AdminProblem.of(400, "The form did not arrive whole. Send it again.");
		}
		if (form.length > MAX_LENGTH) {
			throw tooLarge();
		}
		return form;
	}

	private static AdminProblem tooLarge() {
		return AdminProblem.of(413, "The form is too large: the panel takes " + MAX_LENGTH / 1_000_000
				+ " MB. Go back, and say it in fewer words.");
	}

	private Map<String, List<String>> parse(byte[] form) {
		Map<String, List<String>> fields = new LinkedHashMap<>();
		String query = this.request.getQueryString();
		int count = (query != null) ? add(fields, query, 0) : 0;
		add(fields, new String(form, StandardCharsets.UTF_8), count);
		return fields;
	}

	private static int add(Map<String, List<String>> fields, String text, int before) {
		int count = before;
		int start = 0;
		while (start < text.length()) {
			int end = text.indexOf('&', start);
			end = (end < 0) ? text.length() : end;
			if (end > start) {
				if (++count > MAX_FIELDS) {
					throw AdminProblem.of(413, "The form has more than " + MAX_FIELDS + " fields.");
				}
				int equals = text.indexOf('=', start);
				boolean empty = equals < 0 || equals > end;
				String name = decoded(text.substring(start, empty ? end : equals));
				String value = empty ? "" : decoded(text.substring(equals + 1, end));
				fields.computeIfAbsent(name, (absent) -> new ArrayList<>()).add(value);
			}
			start = end + 1;
		}
		return count;
	}

	private static String decoded(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw AdminProblem.of(400, "The form is not written as forms are. Go back, and send it again.");
		}
	}

	/**
	 * Servers differ in what they throw at a form that is too large for them.
	 */
	private Map<String, List<String>> parsedByServer() {
		Map<String, List<String>> fields = new LinkedHashMap<>();
		try {
			this.request.getParameterMap().forEach((name, values) -> fields.put(name, Arrays.asList(values)));
		}
		catch (RuntimeException ex) {
			logger.debug("The server did not read a form", ex);
			throw AdminProblem.of(413,
					"The web server of the application did not read the form. If it is large, let the server take more:"
							+ " with Tomcat by server.tomcat.max-http-form-post-size, and with files by"
							+ " spring.servlet.multipart.max-request-size. Then go back, and send it again.");
		}
		return fields;
	}

}
