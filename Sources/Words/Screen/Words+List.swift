public import Chat

extension Words {
  /// The conversation list.
  public enum List {
    // MARK: Header

    public static func heading(_ shelf: Shelf) -> String {
      switch shelf {
      case .current: "Conversations"
      case .archived: "Archive"
      case .deleted: "Trash (30 days)"
      }
    }

    /// - Parameter total: the total number of conversations, as text; ends in `+` while the list is
    ///   loading.
    public static func shown(_ count: Int, of total: String) -> String { "\(count) of \(total)" }
    public static func marked(_ count: Int) -> String { "\(count) marked" }

    // MARK: Rows

    public static var pinned: String { "pinned" }
    public static var untitled: String { "untitled" }
    public static var draft: String { "draft" }

    public static var today: String { "today" }
    public static var yesterday: String { "yesterday" }

    /// Formats a date in another year.
    /// - Parameter month: the month, counted from 1.
    public static func day(_ day: Int, month: Int, year: Int) -> String {
      "\(day) \(months[month - 1]) \(year)"
    }

    /// Formats a date in this year.
    /// - Parameter weekday: the day of the week, counted from 0 for Monday.
    public static func day(_ day: Int, month: Int, weekday: Int) -> String {
      "\(weekdays[weekday]) \(day) \(months[month - 1])"
    }

    /// - Parameter year: the year; `nil` if it is the current one.
    public static func shortDay(_ day: Int, month: Int, year: Int?) -> String {
      "\(day) \(months[month - 1].prefix(3))" + (year.map { " \($0)" } ?? "")
    }

    private static let weekdays = [
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]

    // MARK: In place of rows

    public static var noMatchesYet: String {
      "No matches yet; still loading older conversations."
    }

    /// - Parameter key: the key that archives a conversation.
    public static func empty(_ shelf: Shelf, archive key: String) -> String {
      switch shelf {
      case .current: "No saved conversations yet"
      case .archived: "Archive is empty. Press \(key) in the list to archive a conversation."
      case .deleted: "Trash is empty."
      }
    }

    // MARK: Prompts

    public static var renamePrompt: String { "title: " }
    public static func tagPrompt(isForSeveral: Bool) -> String {
      isForSeveral ? "tags to add (-tag to remove): " : "tags: "
    }
    public static var exportPrompt: String { "export to: " }
    public static var replacePrompt: String { "exists, Enter to replace: " }

    // MARK: Notices

    /// - Returns: `nil` for a change that the list itself makes visible.
    public static func changed(_ change: ConversationChange, _ count: Int) -> String? {
      switch change {
      case .delete(_?): "\(conversations(count)) moved to the trash."
      case .delete(nil): "\(conversations(count)) restored."
      case .archive(true): "\(conversations(count)) archived."
      case .archive(false): "\(conversations(count)) unarchived."
      case .pin, .rename, .suggestTitle, .tag: nil
      }
    }

    public static func undoChange(_ key: String) -> String { "\(key) to undo." }
    public static func undoDeletion(_ key: String) -> String {
      "\(key) to undo. Trash is kept for 30 days."
    }

    /// Shown instead of running a command whose effect could not be seen in the list.
    public static func needsConversation(_ title: String) -> String {
      "“\(title)” works only in the conversation. Close the list first."
    }

    public static func erasesInTrash(_ key: String, delete: String) -> String {
      "\(key) deletes permanently, but only in the trash. \(delete) to move to the trash."
    }

    public static func confirmErasure(_ count: Int, again key: String) -> String {
      let what = count == 1 ? "this conversation" : conversations(count)
      return "Press \(key) again to delete \(what) permanently."
    }
    public static var erased: String { "Deleted permanently." }
    public static var readOnly: String { "The database is read-only; no changes possible." }
    public static func exporting(_ done: Int, of count: Int) -> String {
      count == 1 || done == 0
        ? "Exporting \(conversations(count))…" : "Exporting: \(done) of \(conversations(count))…"
    }
    public static func exportCancelled(_ files: Int) -> String {
      switch files {
      case 0: "Export cancelled."
      case 1: "Export cancelled after 1 file."
      default: "Export cancelled after \(files) files."
      }
    }
    public static func renamed(_ title: String) -> String { "Renamed to “\(title)”." }
    public static var conversationPinned: String { "Conversation pinned." }
    public static var conversationUnpinned: String { "Conversation unpinned." }
    public static var conversationArchived: String { "Conversation archived." }
    public static var conversationUnarchived: String { "Conversation unarchived." }
    public static func tagged(_ tags: [String]) -> String {
      tags.isEmpty ? "All tags removed." : "Tags: " + tags.map { "#\($0)" }.joined(separator: " ")
    }
    public static var unchanged: String { "Nothing changed." }
    public static var nothingToChange: String { "This conversation has no messages yet." }
    public static var cannotMarkPrivate: String {
      "A private conversation is not in the list; it can only be renamed."
    }
    public static var cannotMarkUnsaved: String {
      "This conversation is not saved, so it cannot be pinned, archived or tagged."
    }
    public static var nothingToUndo: String { "Nothing to undo." }
    public static var undone: String { "Undone." }
    public static var emptyTitle: String { "Title unchanged: it cannot be empty." }

    public static var noPrevious: String { "No previous conversation." }
    public static func noConversation(_ number: Int) -> String {
      "No conversation \(number) in the list."
    }
    public static var showList: String { "/list to show it." }

    public static var isInTrash: String { "This conversation is in the trash." }
    public static func restoreToOpen(restore: String, open: String) -> String {
      "\(restore) to restore it, then \(open) to open."
    }

    private static func conversations(_ count: Int) -> String { Words.conversations(count) }

    // MARK: Export

    public static var nothingToExport: String { "Nothing to export yet." }
    public static var cannotExportPrivate: String {
      "Private conversations are not saved and cannot be exported."
    }
    public static var copyInstead: String { "y to copy a message instead." }
    public static func exists(_ file: String) -> String { "\(file) already exists." }
    public static func replace(_ key: String) -> String { "Press \(key) again to replace it." }
    public static func exported(_ count: Int, to path: String) -> String {
      count == 1 ? "Exported to \(path)" : "Exported \(count) files to \(path)"
    }
  }

  /// Hints for the conversation list.
  public enum ListHint {
    public static var focus: String { "F2 focus list" }
    public static var open: String { "Enter open" }
    public static var filter: String { "/ filter" }
    public static var new: String { "n new" }
    public static var rename: String { "r rename" }
    public static var pin: String { "p pin" }
    public static var tag: String { "t tag" }
    public static var archive: String { "a archive" }
    public static var unarchive: String { "a unarchive" }
    public static var delete: String { "d delete" }
    public static var restore: String { "d restore" }
    public static var erase: String { "D delete permanently" }
    public static var undo: String { "u undo" }
    public static var export: String { "x export" }
    public static var mark: String { "Space mark" }
    public static var filterPlaceholder: String { "Filter conversations" }
    public static func conversations(_ count: String) -> String {
      count == "1" ? "1 conversation" : "\(count) conversations"
    }
    /// Shown while a filter is being typed.
    public static var filterPrompt: String { "Enter keep" }
    /// Shown while a title or a list of tags is being typed.
    public static var savePrompt: String { "Enter save" }
    /// Shown while a path is being typed.
    public static var exportPrompt: String { "Enter export" }
    /// Shown if a file with the typed path already exists.
    public static var replacePrompt: String { "Enter replace" }

    /// Names the list that the right arrow key opens.
    public static func next(_ shelf: Shelf) -> String {
      switch shelf {
      case .current: "→ view conversations"
      case .archived: "→ view archive"
      case .deleted: "→ view trash"
      }
    }
  }

  /// Rows about the conversation list on the help page.
  public enum ListHelp {
    public static var filter: String { "Filter" }
    public static var rename: String { "Rename, tag, pin" }
    public static var archive: String { "Archive, delete, undo" }
    public static var erase: String { "Delete permanently" }
    public static var export: String { "Export" }
    public static var mark: String { "Mark one/all" }
    public static var shelves: String { "View archive, trash" }
  }
}
