package dev.sendpost.admin.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Proves that a change comes from a form of the panel: each form carries a token that
 * pages of other origins cannot read. What a browser says about where a request comes
 * from must not contradict it.
 */
public final class FormTokens {

	/** The field of forms. */
	public static final String FIELD = "_token";

	private final byte[] key;

	/**
	 * Create it.
	 * @param key the key that tokens are made with; the same on all nodes
	 */
	public FormTokens(byte[] key) {
		this.key = key.clone();
	}

	String token(AdminUser user) {
		byte[] mac = Digests.hmacSha256(this.key, ("form of " + user.name()).getBytes(StandardCharsets.UTF_8));
		return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
	}

	boolean isFromHere(HttpServletRequest request, AdminUser user) {
		String site = request.getHeader("Sec-Fetch-Site");
		String token = request.getParameter(FIELD);
		return (site == null || site.equals("same-origin")) && token != null && MessageDigest
			.isEqual(token.getBytes(StandardCharsets.UTF_8), token(user).getBytes(StandardCharsets.UTF_8));
	}

}
