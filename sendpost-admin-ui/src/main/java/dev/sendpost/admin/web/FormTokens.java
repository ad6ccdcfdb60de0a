package dev.sendpost.admin.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.sendpost.secret.TokenSigner;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Proves that a change comes from a form of the panel: each form carries a token that
 * pages of other origins cannot read. What a browser says about where a request comes
 * from must not contradict it.
 */
public final class FormTokens {

	/** The field of forms. */
	static final String FIELD = "_token";

	/** The header of a file that is sent by itself. */
	static final String HEADER = "X-Sendpost-Token";

	private final TokenSigner signer;

	/**
	 * Create it.
	 * @param signer signs the tokens; with the same keys on all nodes
	 */
	public FormTokens(TokenSigner signer) {
		this.signer = signer;
	}

	String token(AdminUser user) {
		return this.signer.sign(octets(user));
	}

	boolean isFromHere(AdminRequest request) {
		HttpServletRequest servletRequest = request.request().servletRequest();
		String site = servletRequest.getHeader("Sec-Fetch-Site");
		String header = servletRequest.getHeader(HEADER);
		String token = (header != null) ? header : request.field(FIELD).orElse("");
		return (site == null || site.equals("same-origin")) && this.signer.verify(token)
			.filter((signed) -> Arrays.equals(signed, octets(request.user())))
			.isPresent();
	}

	private static byte[] octets(AdminUser user) {
		return user.name().getBytes(StandardCharsets.UTF_8);
	}

}
