/// A cell in eight bytes, so that screens can be copied and compared without reference
/// counting.
///
/// A grapheme cluster of several scalars does not fit. The grid stores the cluster, and the
/// cell stores the cluster's number.
public struct PackedCell: Sendable {
  /// From the lowest bit: 21 bits for the scalar or the cluster's number, one to tell the two
  /// apart, eight for the width, two unused, and 32 for the style.
  let bits: UInt64

  private static let valueMask: UInt64 = 0x1F_FFFF
  private static let clusterFlag: UInt64 = 1 << 21
  private static let widthShift: UInt64 = 22
  private static let styleShift: UInt64 = 32

  init(_ scalar: Unicode.Scalar, _ style: Style, width: Int) {
    self.init(value: UInt64(scalar.value), style, width: width)
  }

  /// - Parameter cluster: the cluster's number in the grid.
  init(cluster: Int, _ style: Style, width: Int) {
    self.init(
      value: UInt64(cluster) & Self.valueMask | Self.clusterFlag, style, width: width)
  }

  private init(value: UInt64, _ style: Style, width: Int) {
    bits =
      value | UInt64(UInt8(clamping: width)) << Self.widthShift
      | UInt64(style.code) << Self.styleShift
  }

  static let blank = PackedCell(" ", .text, width: 1)

  /// How many columns the character takes; 0 in all but the first column of a wide character.
  public var width: Int { Int(UInt8(truncatingIfNeeded: bits >> Self.widthShift)) }

  /// A number for the style. Equal styles have equal numbers.
  public var styleCode: UInt32 { UInt32(truncatingIfNeeded: bits >> Self.styleShift) }
  public var style: Style { Style(code: styleCode) }

  var isCluster: Bool { Self.hasCluster(bits) }

  /// - Parameter bits: the bits of one cell, or of several cells combined by "or".
  static func hasCluster(_ bits: UInt64) -> Bool { bits & clusterFlag != 0 }

  var clusterNumber: Int { Int(bits & Self.valueMask) }

  /// The character's scalar; `nil` if it has several.
  public var scalar: Unicode.Scalar? {
    isCluster ? nil : Unicode.Scalar(UInt32(truncatingIfNeeded: bits & Self.valueMask))
  }

  /// The bits without the cluster's number, which differs from grid to grid.
  var bitsWithoutNumber: UInt64 { bits & ~Self.valueMask }
}
