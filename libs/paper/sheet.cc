#include "libs/paper/sheet.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include <array>

namespace relance::paper {
namespace {

struct FaceOf {
  Length size;
  bool bold;
};

/// In the order of Face.
constexpr std::array<FaceOf, 6> kFaces = {{{8 * kPoint + 512, false},
                                           {8 * kPoint + 512, true},
                                           {7 * kPoint, false},
                                           {7 * kPoint, true},
                                           {9 * kPoint + 512, true},
                                           {16 * kPoint, true}}};

struct Colour {
  double red, green, blue;
};

/// In the order of Ink. What is text has a contrast of at least 4.5 to 1 on white and on its shade.
constexpr std::array<Colour, 7> kInks = {{{0.10, 0.11, 0.13},
                                          {0.36, 0.39, 0.43},
                                          {0.09, 0.20, 0.36},
                                          {0.61, 0.18, 0.04},
                                          {0.77, 0.80, 0.83},
                                          {0.945, 0.953, 0.965},
                                          {0.996, 0.957, 0.910}}};

double InPoints(Length length) {
  return static_cast<double>(length) / kPoint;
}

cairo_status_t Append(void* to, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

/// Attributes of cairo's tags are written name='value'; only names that we make come here.
std::string Attribute(const char* name, const std::string& value) {
  return std::string(name) + "='" + value + "'";
}

PangoFontDescription* Describe(const FaceOf& face) {
  PangoFontDescription* description = pango_font_description_new();
  pango_font_description_set_family_static(description, "Liberation Sans,DejaVu Sans");
  pango_font_description_set_weight(description,
                                    face.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(description, face.size);
  return description;
}

}  // namespace

struct Sheet::Vendor {
  std::string bytes;
  cairo_surface_t* surface = nullptr;
  cairo_t* cairo = nullptr;
  PangoFontMap* map = nullptr;
  PangoContext* context = nullptr;
  std::array<PangoFontDescription*, kFaces.size()> faces{};
};

Sheet::Sheet(const Fonts& fonts, const Document& document) : vendor_(std::make_unique<Vendor>()) {
  Vendor& v = *vendor_;
  v.surface = cairo_pdf_surface_create_for_stream(&Append, &v.bytes, InPoints(kPageWidth),
                                                  InPoints(kPageHeight));
  const auto tell = [&](cairo_pdf_metadata_t what, const std::string& value) {
    if (!value.empty()) cairo_pdf_surface_set_metadata(v.surface, what, value.c_str());
  };
  tell(CAIRO_PDF_METADATA_TITLE, document.title);
  tell(CAIRO_PDF_METADATA_AUTHOR, document.author);
  tell(CAIRO_PDF_METADATA_SUBJECT, document.subject);
  tell(CAIRO_PDF_METADATA_CREATOR, "Relance");
  // Without one cairo writes the time of day.
  tell(CAIRO_PDF_METADATA_CREATE_DATE, FormatDate(document.date) + "T00:00:00Z");
  v.cairo = cairo_create(v.surface);
  // A map of its own: maps may not be shared between threads, and nothing stays of other documents.
  v.map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(v.map), static_cast<FcConfig*>(fonts.handle()));
  v.context = pango_font_map_create_context(v.map);
  // Glyphs stand where the font says, not where a screen has pixels.
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(v.context, options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(v.context, FALSE);
  pango_context_set_base_dir(v.context, PANGO_DIRECTION_LTR);
  pango_context_set_language(v.context, pango_language_from_string(document.language.c_str()));
  for (size_t i = 0; i < kFaces.size(); ++i) v.faces[i] = Describe(kFaces[i]);
}

Sheet::~Sheet() {
  Vendor& v = *vendor_;
  for (PangoFontDescription* face : v.faces) pango_font_description_free(face);
  g_object_unref(v.context);
  g_object_unref(v.map);
  cairo_destroy(v.cairo);
  cairo_surface_destroy(v.surface);
}

ShapedText Sheet::Shape(std::string_view text, const Setting& setting) const {
  const std::shared_ptr<void> own(pango_layout_new(vendor_->context),
                                  [](void* layout) { g_object_unref(layout); });
  auto* layout = static_cast<PangoLayout*>(own.get());
  pango_layout_set_font_description(layout, vendor_->faces[static_cast<size_t>(setting.face)]);
  pango_layout_set_auto_dir(layout, FALSE);
  pango_layout_set_single_paragraph_mode(layout, TRUE);
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  if (setting.width > 0) {
    pango_layout_set_width(layout, setting.width);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  }
  if (setting.align == Align::kEnd) pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
  if (setting.most_lines > 0) {
    pango_layout_set_height(layout, -setting.most_lines);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
  }
  int width = 0;
  int height = 0;
  pango_layout_get_size(layout, &width, &height);
  return {own, width, height};
}

void Sheet::Draw(const ShapedText& text, Length x, Length y, Ink ink) {
  const Colour& colour = kInks[static_cast<size_t>(ink)];
  cairo_set_source_rgb(vendor_->cairo, colour.red, colour.green, colour.blue);
  cairo_move_to(vendor_->cairo, InPoints(x), InPoints(y));
  pango_cairo_show_layout(vendor_->cairo, static_cast<PangoLayout*>(text.layout()));
}

void Sheet::Fill(Length x, Length y, Length width, Length height, Ink ink) {
  const Colour& colour = kInks[static_cast<size_t>(ink)];
  cairo_set_source_rgb(vendor_->cairo, colour.red, colour.green, colour.blue);
  cairo_rectangle(vendor_->cairo, InPoints(x), InPoints(y), InPoints(width), InPoints(height));
  cairo_fill(vendor_->cairo);
}

void Sheet::Open(const char* element) {
  cairo_tag_begin(vendor_->cairo, element, nullptr);
}

void Sheet::Close(const char* element) {
  cairo_tag_end(vendor_->cairo, element);
}

void Sheet::OpenLink(const std::string& destination) {
  cairo_tag_begin(vendor_->cairo, CAIRO_TAG_LINK, Attribute("dest", destination).c_str());
}

void Sheet::CloseLink() {
  cairo_tag_end(vendor_->cairo, CAIRO_TAG_LINK);
}

void Sheet::Mark(const std::string& destination, const std::string& title) {
  const std::string name = Attribute("name", destination) + " x=0 y=0";
  cairo_tag_begin(vendor_->cairo, CAIRO_TAG_DEST, name.c_str());
  cairo_tag_end(vendor_->cairo, CAIRO_TAG_DEST);
  if (title.empty()) return;
  cairo_pdf_surface_add_outline(vendor_->surface, CAIRO_PDF_OUTLINE_ROOT, title.c_str(),
                                Attribute("dest", destination).c_str(),
                                static_cast<cairo_pdf_outline_flags_t>(0));
}

void Sheet::EndPage() {
  cairo_show_page(vendor_->cairo);
}

Result<std::string> Sheet::Finish() {
  cairo_surface_finish(vendor_->surface);
  for (const cairo_status_t status :
       {cairo_status(vendor_->cairo), cairo_surface_status(vendor_->surface)}) {
    if (status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_SURFACE_FINISHED) {
      return Unavailable(std::string("a PDF cannot be made: ") + cairo_status_to_string(status));
    }
  }
  return std::move(vendor_->bytes);
}

}  // namespace relance::paper
