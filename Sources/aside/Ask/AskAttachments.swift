internal import App
internal import Chat
internal import Streaming
internal import Words

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The files given with `--attach`.
struct AskAttachments {
  private(set) var all: [Attachment] = []

  /// How long to wait for a server to report whether its model accepts images.
  private static let patience = Duration.seconds(2)

  /// Reads the files. Reports on standard error any files that match a pattern but were left out.
  /// - Throws: `UsageProblem` for the first file that cannot be attached.
  init(_ arguments: [AttachArgument], environment: [String: String]) throws(UsageProblem) {
    let limits = AttachmentLimits()
    let reader = AttachmentReader(home: environment["HOME"], limits: limits)
    for argument in arguments {
      let batch: AttachmentBatch
      do throws(RefusedAttachment) {
        batch = try reader.read(try Self.spec(argument.text))
      } catch {
        throw UsageProblem(Words.Attachments.refused(error))
      }
      if let words = Words.Attachments.leftOut(batch, limits) { StandardStreams.complain(words) }
      // Sending the same file twice would only cost more.
      all += batch.attachments.filter { !all.contains($0) }
    }
  }

  static func spec(_ text: String) throws(RefusedAttachment) -> AttachmentSpec {
    do throws(AttachmentFault) {
      return try AttachmentSpec(argument: text)
    } catch {
      throw RefusedAttachment(name: text, error)
    }
  }

  /// Refuses images for a model that accepts none. Asks the server first, because the stored list
  /// may be missing or old. If neither says whether the model accepts images, they are sent.
  /// - Parameter known: what the stored list says about the model.
  static func checkImages(
    of request: AnswerRequest, _ setup: ChatSetup, _ source: EndpointSource,
    known: ModelCapabilities?
  ) throws(UsageProblem) {
    guard request.turns.contains(where: { !$0.images.isEmpty }) else { return }
    let capabilities = capabilities(request.model, setup, source) ?? known
    if let conflict = request.visionConflict(capabilities) {
      throw UsageProblem(Words.Parameter.conflict(conflict))
    }
  }

  private static func capabilities(
    _ name: String, _ setup: ChatSetup, _ source: EndpointSource
  ) -> ModelCapabilities? {
    do throws(StreamError) {
      let endpoint = try source.listing(setup.session.provider).get()
      let models = try ModelInquiry(engine: source.engine, endpoint: endpoint, limit: patience)
        .models()?.models
      // llama.cpp answers with its only model, whatever name is requested.
      let isOnly = setup.session.provider.dialect == .llamaCpp && models?.count == 1
      return (isOnly ? models?.first : models?.first { $0.isNamed(name) })?.capabilities
    } catch {
      // The question itself will report what is wrong with the server.
      return nil
    }
  }
}
