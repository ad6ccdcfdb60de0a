package dev.sendpost.webhook.inbound.mvc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * A request whose body was read to verify it, and can be read once more. Parameters of a
 * form come from that body too.
 */
final class VerifiedRequest extends HttpServletRequestWrapper {

	private static final int MAX_PARAMETERS = 1000;

	private final ServletInputStream stream;

	private final Map<String, String[]> parameters;

	private @Nullable BufferedReader reader;

	/**
	 * Create a request.
	 * @param request the request whose body was read
	 * @param body the body
	 * @throws TooManyParametersException if the body is a form with more than 1,000
	 * parameters
	 */
	VerifiedRequest(HttpServletRequest request, byte[] body) throws TooManyParametersException {
		super(request);
		this.stream = new BodyInputStream(body);
		Map<String, String[]> parameters = new LinkedHashMap<>(request.getParameterMap());
		if (isForm(request)) {
			form(body)
				.forEach((name, values) -> parameters.merge(name, values.toArray(String[]::new), (first, second) -> {
					String[] all = Arrays.copyOf(first, first.length + second.length);
					System.arraycopy(second, 0, all, first.length, second.length);
					return all;
				}));
		}
		this.parameters = Collections.unmodifiableMap(parameters);
	}

	private static boolean isForm(HttpServletRequest request) {
		String contentType = request.getContentType();
		return contentType != null && contentType.regionMatches(true, 0, MediaType.APPLICATION_FORM_URLENCODED_VALUE, 0,
				MediaType.APPLICATION_FORM_URLENCODED_VALUE.length());
	}

	private static Map<String, List<String>> form(byte[] body) throws TooManyParametersException {
		String[] pairs = new String(body, StandardCharsets.US_ASCII).split("&", MAX_PARAMETERS + 1);
		if (pairs.length > MAX_PARAMETERS) {
			throw new TooManyParametersException(MAX_PARAMETERS);
		}
		Map<String, List<String>> form = new LinkedHashMap<>();
		for (String pair : pairs) {
			int equals = pair.indexOf('=');
			String name = decode((equals < 0) ? pair : pair.substring(0, equals));
			form.computeIfAbsent(name, (absent) -> new ArrayList<>())
				.add((equals < 0) ? "" : decode(pair.substring(equals + 1)));
		}
		form.remove("");
		return form;
	}

	/*
	 * What is no form is for the handler to complain about: it was signed as it is.
	 */
	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

	@Override
	public ServletInputStream getInputStream() {
		return this.stream;
	}

	@Override
	public BufferedReader getReader() throws IOException {
		if (this.reader == null) {
			String encoding = getCharacterEncoding();
			Charset charset = (encoding != null) ? Charset.forName(encoding) : StandardCharsets.UTF_8;
			this.reader = new BufferedReader(new InputStreamReader(this.stream, charset));
		}
		return this.reader;
	}

	@Override
	public @Nullable String getParameter(String name) {
		String[] values = this.parameters.get(name);
		return (values != null) ? values[0] : null;
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		return this.parameters;
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(this.parameters.keySet());
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		String[] values = this.parameters.get(name);
		return (values != null) ? values.clone() : null;
	}

}
