package io.presence.graph.imports;

import io.micronaut.serde.ObjectMapper;
import java.io.IOException;

/** How a line of an import says who is a contact of whom. */
interface PairFormat {
  /** Bytes of the longest good line. */
  int maxLength();

  PairLine parse(BoundedLines.Line line);

  /** {@code a b}: two ids with white space between them; {@code #} begins a comment. */
  static PairFormat text() {
    return new PairFormat() {
      @Override
      public int maxLength() {
        return PairLine.MAX_LENGTH;
      }

      @Override
      public PairLine parse(BoundedLines.Line line) {
        return PairLine.parse(line);
      }
    };
  }

  /** {@code {"a": …, "b": …}}; other fields are ignored. */
  static PairFormat ndjson(ObjectMapper json) {
    return new PairFormat() {
      @Override
      public int maxLength() {
        return PairJson.MAX_LENGTH;
      }

      @Override
      public PairLine parse(BoundedLines.Line line) {
        String text = line.text().strip();
        if (line.tooLong()) {
          return new PairLine.Bad("a line must have at most " + PairJson.MAX_LENGTH + " bytes");
        }
        if (text.isEmpty()) {
          return new PairLine.Nothing();
        }
        try {
          PairJson pair = json.readValue(text, PairJson.class);
          return pair == null || pair.a() == null || pair.b() == null
              ? PairJson.BAD
              : PairLine.of(pair.a(), pair.b());
        } catch (IOException e) {
          return PairJson.BAD;
        }
      }
    };
  }
}
