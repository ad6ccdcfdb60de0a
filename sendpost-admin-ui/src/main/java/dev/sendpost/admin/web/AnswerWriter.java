package dev.sendpost.admin.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.admin.web.AdminAnswer.Content;
import dev.sendpost.admin.web.AdminAnswer.Download;
import dev.sendpost.admin.web.AdminAnswer.Redirect;
import dev.sendpost.admin.web.AdminAnswer.View;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * Writes answers. A page is written whole before any of it is sent, so that one that
 * cannot be written is answered with the page of a problem.
 */
final class AnswerWriter {

	private static final Log logger = LogFactory.getLog(AnswerWriter.class);

	private final FormTokens tokens;

	private final Map<MenuGroup, List<MenuItem>> menu;

	private final Assets assets;

	private final AdminRenderer renderer = new AdminRenderer();

	AnswerWriter(FormTokens tokens, Map<MenuGroup, List<MenuItem>> menu, Assets assets) {
		this.tokens = tokens;
		this.menu = menu;
		this.assets = assets;
	}

	/**
	 * Write an answer.
	 * @throws IOException if the client went away
	 */
	void write(AdminRequest request, Answered answered, HttpServletResponse response) throws IOException {
		try {
			send(request, answered, response);
		}
		catch (RuntimeException ex) {
			if (response.isCommitted()) {
				// The server breaks the connection off, so it is no whole answer.
				throw ex;
			}
			logger.error("The panel failed to write its answer at " + request.pattern(), ex);
			sendFailure(request, response);
		}
	}

	private void sendFailure(AdminRequest request, HttpServletResponse response) throws IOException {
		response.reset();
		try {
			send(request, Answered.problem(500, Answered.FAILED), response);
		}
		catch (RuntimeException ex) {
			logger.error("The panel failed to write the page of a problem", ex);
			response.reset();
			PlainAnswer.write(response, 500, Answered.FAILED);
		}
	}

	private void send(AdminRequest request, Answered answered, HttpServletResponse response) throws IOException {
		AdminAnswer answer = answered.answer();
		if (answer instanceof Redirect redirect) {
			send(request, redirect, response);
		}
		else if (answer instanceof Content content) {
			PanelHeaders.set(response, PanelHeaders.with(content.headers()));
			response.setStatus(answered.status());
			response.setContentType(content.contentType());
			response.getOutputStream().write(content.octets());
		}
		else if (answer instanceof Download download) {
			send(request, download, response);
		}
		else if (answer instanceof View view) {
			byte[] page = this.renderer.render(view.template(), model(request, view, response),
					request.request().servletRequest(), response);
			PanelHeaders.set(response);
			response.setStatus(answered.status());
			response.setContentType("text/html;charset=UTF-8");
			response.getOutputStream().write(page);
		}
	}

	private void send(AdminRequest request, Redirect redirect, HttpServletResponse response) {
		PanelHeaders.set(response);
		String notice = redirect.notice();
		if (notice != null) {
			Notices.put(request.request().servletRequest(), response, request.root(), notice);
		}
		response.setStatus(HttpServletResponse.SC_SEE_OTHER);
		response.setHeader(HttpHeaders.LOCATION, request.root() + redirect.path());
	}

	private void send(AdminRequest request, Download download, HttpServletResponse response) throws IOException {
		PanelHeaders.set(response, PanelHeaders.with(AdminAnswer.SANDBOX));
		response.setContentType(download.contentType());
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment()
					.filename(download.filename(), StandardCharsets.UTF_8)
					.build()
					.toString());
		if (request.request().method() != HttpMethod.HEAD) {
			download.body().writeTo(response.getOutputStream());
		}
	}

	private Map<String, Object> model(AdminRequest request, View view, HttpServletResponse response) {
		HttpServletRequest servletRequest = request.request().servletRequest();
		Map<String, Object> model = new HashMap<>(view.model());
		model.put("base", request.root());
		model.put("menu", this.menu);
		model.put("format", new Formats(request.locale()));
		model.put("current", request.path());
		model.put("user", request.user());
		model.put("assets", this.assets.paths());
		model.put("token", this.tokens.token(request.user()));
		if (view.mistake() != null) {
			model.put("mistake", view.mistake());
		}
		String notice = Notices.take(servletRequest, response, request.root());
		if (notice != null) {
			model.put("notice", notice);
		}
		return model;
	}

}
