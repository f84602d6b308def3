CREATE TABLE conversation (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  thinking_on INTEGER,
  thinking_budget INTEGER,
  leaf_id TEXT,
  message_count INTEGER NOT NULL DEFAULT 0
, pinned INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0, tags TEXT, deleted_at INTEGER, draft TEXT, title_source TEXT, marked_at INTEGER NOT NULL DEFAULT 0, provider TEXT, base_url TEXT, model TEXT, parameters TEXT, system_prompt TEXT, preset TEXT) STRICT;
CREATE INDEX conversation_by_use ON conversation (updated_at, id) WHERE message_count > 0;
CREATE TABLE message (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  parent_id TEXT,
  role TEXT NOT NULL,
  status TEXT NOT NULL
    CHECK (status IN ('streaming', 'complete', 'cancelled', 'failed', 'truncated')),
  owner TEXT,
  created_at INTEGER NOT NULL,
  provider TEXT,
  model TEXT,
  parameters TEXT,
  thinking_on INTEGER,
  thinking_budget INTEGER,
  finish_reason TEXT,
  prompt_tokens INTEGER,
  completion_tokens INTEGER,
  reasoning_tokens INTEGER,
  cached_tokens INTEGER,
  cost REAL,
  first_token_us INTEGER,
  first_content_us INTEGER,
  end_us INTEGER,
  error_text TEXT,
  content TEXT NOT NULL,
  reasoning TEXT NOT NULL
, refusal TEXT, tool_calls TEXT, logprobs TEXT, server_timings TEXT, estimated_prompt INTEGER, estimated_completion INTEGER, estimated_reasoning INTEGER, estimated_cost REAL, omitted_messages INTEGER, attachment_names TEXT, earlier TEXT) STRICT;
CREATE INDEX message_by_conversation ON message (conversation_id, created_at, id);
CREATE INDEX message_streaming ON message (owner) WHERE status = 'streaming';
CREATE TRIGGER message_inserted AFTER INSERT ON message BEGIN
  UPDATE conversation SET message_count = message_count + 1 WHERE id = new.conversation_id;
END;
CREATE TRIGGER message_deleted AFTER DELETE ON message BEGIN
  UPDATE conversation SET message_count = message_count - 1 WHERE id = old.conversation_id;
END;
CREATE INDEX conversation_pinned ON conversation (updated_at) WHERE pinned;
CREATE INDEX conversation_archived ON conversation (updated_at) WHERE archived;
CREATE INDEX conversation_deleted ON conversation (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX conversation_draft ON conversation (updated_at)
  WHERE draft IS NOT NULL AND message_count = 0;
CREATE VIRTUAL TABLE search_text USING fts5(
  content, reasoning, title, tags, facets, content='', tokenize='ascii');
CREATE TABLE search_document (
  document INTEGER PRIMARY KEY,
  subject INTEGER NOT NULL UNIQUE
) STRICT;
CREATE TABLE search_model (
  number INTEGER PRIMARY KEY,
  model TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE search_waiting (subject INTEGER PRIMARY KEY) STRICT;
CREATE TABLE search_removed (
  document INTEGER PRIMARY KEY,
  role TEXT,
  model TEXT,
  content TEXT,
  refusal TEXT,
  reasoning TEXT,
  title TEXT,
  tags TEXT
, attachment_names TEXT) STRICT;
CREATE INDEX conversation_tagged ON conversation (tags) WHERE tags IS NOT NULL;
CREATE TABLE search_state (
  next_message INTEGER NOT NULL,
  next_title INTEGER NOT NULL,
  first_message INTEGER NOT NULL,
  delay INTEGER NOT NULL
, out_of_place INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TRIGGER search_message_inserted AFTER INSERT ON message
WHEN new.status <> 'streaming' BEGIN
  INSERT INTO search_waiting VALUES (new.number) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_title_inserted AFTER INSERT ON conversation
WHEN new.title <> '' OR new.tags IS NOT NULL BEGIN
  INSERT INTO search_waiting VALUES (-new.number) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_title_changed AFTER UPDATE OF title, created_at, tags ON conversation
WHEN new.title <> old.title OR new.created_at <> old.created_at OR new.tags IS NOT old.tags
BEGIN
  INSERT INTO search_removed (document, title, tags)
    SELECT document, old.title, old.tags FROM search_document WHERE subject = -old.number;
  DELETE FROM search_document WHERE subject = -old.number;
  INSERT INTO search_waiting VALUES (-new.number) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_title_deleted AFTER DELETE ON conversation BEGIN
  INSERT INTO search_removed (document, title, tags)
    SELECT document, old.title, old.tags FROM search_document WHERE subject = -old.number;
  DELETE FROM search_document WHERE subject = -old.number;
  DELETE FROM search_waiting WHERE subject = -old.number;
END;
CREATE TABLE deletion (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  deleted_at INTEGER NOT NULL,
  leaf_id TEXT,
  messages TEXT NOT NULL
) STRICT;
CREATE INDEX deletion_by_conversation ON deletion (conversation_id, deleted_at);
CREATE INDEX deletion_by_time ON deletion (deleted_at);
CREATE TABLE model_list (
  provider TEXT NOT NULL,
  base_url TEXT NOT NULL,
  fetched_at INTEGER NOT NULL,
  etag TEXT,
  models TEXT NOT NULL,
  PRIMARY KEY (provider, base_url)
) STRICT;
CREATE TABLE favorite_model (
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  PRIMARY KEY (provider, model)
) STRICT, WITHOUT ROWID;
CREATE TABLE used_model (
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (provider, model)
) STRICT, WITHOUT ROWID;
CREATE TABLE message_piece (
  number INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  content TEXT NOT NULL,
  reasoning TEXT NOT NULL, logprobs TEXT, prompt_tokens INTEGER, completion_tokens INTEGER, reasoning_tokens INTEGER, cached_tokens INTEGER, cost REAL, estimated_prompt INTEGER, estimated_completion INTEGER, estimated_reasoning INTEGER, estimated_cost REAL, first_token_us INTEGER, first_content_us INTEGER, end_us INTEGER,
  UNIQUE (message_id, start)
) STRICT;
CREATE TABLE search_span (
  span INTEGER PRIMARY KEY,
  earliest INTEGER NOT NULL,
  latest INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  taken INTEGER NOT NULL
) STRICT;
CREATE INDEX search_span_by_time ON search_span (latest, subject);
CREATE TABLE expense (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  conversation_id TEXT REFERENCES conversation (id) ON DELETE SET NULL,
  spent_at INTEGER NOT NULL,
  cost REAL NOT NULL,
  estimated INTEGER NOT NULL
) STRICT;
CREATE INDEX expense_by_time ON expense (spent_at);
CREATE INDEX expense_by_conversation ON expense (conversation_id);
CREATE TABLE attachment (
  number INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  content BLOB NOT NULL
) STRICT;
CREATE TABLE message_attachment (
  number INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  hash TEXT NOT NULL REFERENCES attachment (hash),
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT,
  first_line INTEGER,
  last_line INTEGER,
  width INTEGER,
  height INTEGER,
  UNIQUE (message_id, position)
) STRICT;
CREATE INDEX message_attachment_by_hash ON message_attachment (hash);
CREATE TRIGGER message_attachment_deleted AFTER DELETE ON message_attachment
WHEN NOT EXISTS (SELECT 1 FROM message_attachment WHERE hash = old.hash) BEGIN
  DELETE FROM attachment WHERE hash = old.hash;
END;
CREATE TRIGGER search_message_changed
AFTER UPDATE OF role, status, created_at, model, content, refusal, reasoning, attachment_names
ON message WHEN new.status <> 'streaming' BEGIN
  INSERT INTO search_removed
    (document, role, model, content, refusal, reasoning, attachment_names)
    SELECT document, old.role, old.model, old.content, old.refusal, old.reasoning,
      old.attachment_names
    FROM search_document WHERE subject = old.number;
  DELETE FROM search_document WHERE subject = old.number;
  INSERT INTO search_waiting VALUES (new.number) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER search_message_deleted AFTER DELETE ON message BEGIN
  INSERT INTO search_removed
    (document, role, model, content, refusal, reasoning, attachment_names)
    SELECT document, old.role, old.model, old.content, old.refusal, old.reasoning,
      old.attachment_names
    FROM search_document WHERE subject = old.number;
  DELETE FROM search_document WHERE subject = old.number;
  DELETE FROM search_waiting WHERE subject = old.number;
END;
