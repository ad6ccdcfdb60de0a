package dev.sendpost.webhook.inbound.mvc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a handler method of Spring MVC: it is called for webhooks of a source, and only for
 * those whose signature is good and that did not come before. It may read the body in any
 * form, and have a parameter of the type
 * {@link dev.sendpost.webhook.inbound.signature.Verification Verification}.
 * <p>
 * Others are answered with problem details (RFC 9457): status 401 if they cannot be
 * believed, 400 if something is missing or has not the form it must have, 413 if the body
 * is too large, 503 if they cannot be checked now. One that came before is answered with
 * status 200, or with 503 while this node is still processing the first. If the method
 * throws an exception, or answers with a status of 500 or above, the webhook may come
 * again.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SignedWebhook {

	/**
	 * The name of the source.
	 * @return the name
	 */
	String value();

}
