package dev.sendpost.admin.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/**
 * Writes pages by an engine of its own, which knows nothing of the application's
 * templates, nor they of these.
 */
final class AdminRenderer {

	private static final String PREFIX = "dev/sendpost/admin/templates/";

	private final ITemplateEngine engine;

	AdminRenderer() {
		ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(AdminRenderer.class.getClassLoader());
		resolver.setPrefix(PREFIX);
		resolver.setSuffix(".html");
		resolver.setTemplateMode(TemplateMode.HTML);
		resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
		resolver.setCacheable(true);
		SpringTemplateEngine engine = new SpringTemplateEngine();
		engine.setTemplateResolver(resolver);
		this.engine = engine;
	}

	byte[] render(String template, Map<String, Object> model, HttpServletRequest request,
			HttpServletResponse response) {
		JakartaServletWebApplication application = JakartaServletWebApplication
			.buildApplication(request.getServletContext());
		WebContext context = new WebContext(application.buildExchange(request, response), request.getLocale(), model);
		return this.engine.process(template, context).getBytes(StandardCharsets.UTF_8);
	}

}
