"""The tag tree of a printed document, made from the HTML's elements rather than from the pages' boxes.

WeasyPrint tags each page by itself: a paragraph broken over two pages becomes two paragraphs, footnotes and their marks
carry no meaning, and page numbers are read aloud. Here the tree is made anew from the laid-out boxes: fragments of one
element become one structure element with content on several pages; a footnote is a Note with a Lbl, read after the
last block of its page; its mark is a Reference; running heads, page numbers and repeated table heads are artifacts.
It reads WeasyPrint's boxes and its record of marked content, so its version is pinned and the tests watch it closely.
"""

from dataclasses import dataclass, field

import pydyf

GROUPS = {"Document", "Part", "Art", "Sect", "Div"}
BLOCKS = {
    "main": "Part", "article": "Art", "section": "Sect",
    "div": "Div", "header": "Div", "footer": "Div", "aside": "Div", "nav": "Div", "address": "Div", "figure": "Div",
    "blockquote": "BlockQuote", "p": "P", "pre": "P", "figcaption": "P", "caption": "Caption",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD",
}  # fmt: skip
FIGURES = {"img", "{http://www.w3.org/2000/svg}svg"}
KEPT_WHEN_EMPTY = {"TD", "TH", "LBody"}
POINTS_PER_PIXEL = 0.75


@dataclass(eq=False)
class Node:
    """One structure element to be: its kind, and in reading order its children, pieces of content and links."""

    kind: str
    element: object = None
    kids: list = field(default_factory=list)
    entries: dict = field(default_factory=dict)
    page: int | None = None

    def add(self, kind: str, element=None) -> "Node":
        child = Node(kind, element)
        self.kids.append(child)
        return child


@dataclass(frozen=True)
class Content:
    """A piece of marked content: its number on its page."""

    page: int
    number: int


@dataclass(frozen=True)
class Annotation:
    """The clickable area of a link, or of that part of it which stands on one line."""

    page: int
    object: pydyf.Dictionary


class StructureTree:
    """Collects the structure of a document, page by page, from WeasyPrint's boxes."""

    def __init__(self):
        self.root = Node("Document")
        self.artifacts = []  # Content without meaning
        self.contents = []  # (Content, the Node that holds it)
        self.annotations = []  # (Annotation, the Link node that holds it)
        self._nodes = {}  # (element, kind) -> Node
        self._group = self.root  # where the footnotes of the page will stand
        self._notes = 0

    def add_page(self, page: int, page_box, marks: dict):
        """Take in one page: its box, and the number of each box's marked content."""
        self._page, self._marks, self._height = page, marks, page_box.margin_height()
        areas = []
        for box in page_box.children:
            if _is(box, "FootnoteAreaBox"):
                areas.append(box)
            elif _is(box, "MarginBox"):
                self._leave_out(box)
            else:
                self._visit(box, self.root)
        for area in areas:
            for footnote in area.children:
                self._visit_footnote(footnote)

    def _visit(self, box, parent: Node):
        box = _placed(box)
        if box in self._marks:
            self._visit_content(box, parent)
        elif self._is_repeated_head(box):
            self._leave_out(box)
        else:
            node = self._node_for(box, parent)
            if getattr(box, "link_annotation", None):
                self._link(box, node)
            for child in getattr(box, "children", ()):
                self._visit(child, node)

    def _visit_content(self, box, parent):
        """Hang a run of text or a picture into the tree; a picture without alternative text is decoration."""
        content = Content(self._page, self._marks[box]["mcid"])
        if _name(box) in FIGURES:
            description = _description(box.element)
            if not description:
                self.artifacts.append(content)
                return
            parent = self._figure(box, parent, description)
        parent.kids.append(content)
        self.contents.append((content, parent))

    def _visit_footnote(self, box):
        node = self._nodes.get((box.element, "Note"))
        if node is None:
            self._notes += 1
            node = self._nodes[box.element, "Note"] = self._group.add("Note", box.element)
            node.entries["ID"] = pydyf.String(f"note-{self._notes}")
        for child in box.children:
            self._visit(child, node)

    def _node_for(self, box, parent: Node) -> Node:
        """Return the node that takes a box's content: a new one, its element's earlier one, or the parent."""
        element, name = box.element, _name(box)
        if element is None or name in ("html", "body"):
            return parent
        if name.endswith("::footnote-call"):
            return self._once("Reference", element, parent)
        if name.endswith("::footnote-marker"):
            return self._once("Lbl", element, parent)
        if name.endswith("::marker"):
            return self._once("Lbl", element, self._nodes.get((element, "LI"), parent))
        if element is parent.element:
            return self._once("LBody", element, parent) if parent.kind == "LI" else parent
        if name in BLOCKS:
            return self._block(BLOCKS[name], element, parent)
        if getattr(box, "link_annotation", None):
            return self._once("Link", element, parent)
        if element.get("lang") and "::" not in name:
            return self._once("Span", element, parent)
        return parent

    def _block(self, kind, element, parent):
        if parent.kind in GROUPS:
            self._group = parent
        if kind == "Lbl":
            parent = self._once("LI", element, parent)
        elif kind == "LBody":
            parent = self._last_item(element, parent)
        elif parent.kind == "LI":
            parent = self._once("LBody", parent.element, parent)
        node = self._once(kind, element, parent)
        if kind in ("TH", "TD") and "A" not in node.entries:
            node.entries["A"] = _cell_attributes(kind, element)
        return node

    def _last_item(self, element, parent):
        """Return the list item that a definition belongs to: that of the last term."""
        items = [kid for kid in parent.kids if isinstance(kid, Node) and kid.kind == "LI"]
        return items[-1] if items else self._once("LI", element, parent)

    def _once(self, kind, element, parent):
        """Return the element's node of this kind, made at its first fragment."""
        node = self._nodes.get((element, kind))
        if node is None:
            node = self._nodes[element, kind] = parent.add(kind, element)
            if element.get("lang"):
                node.entries["Lang"] = pydyf.String(element.get("lang"))
        return node

    def _figure(self, box, parent, description):
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, self._height - top - box.height, left + box.width, self._height - top)
        node = self._once("Figure", box.element, parent)
        node.entries["Alt"] = pydyf.String(description)
        node.entries["A"] = pydyf.Dictionary(
            {"O": "/Layout", "BBox": pydyf.Array(corner * POINTS_PER_PIXEL for corner in corners)}
        )
        return node

    def _link(self, box, node):
        annotation = Annotation(self._page, box.link_annotation)
        node.kids.append(annotation)
        self.annotations.append((annotation, node))

    def _is_repeated_head(self, box):
        if not (getattr(box, "is_header", False) or getattr(box, "is_footer", False)):
            return False
        first = self._nodes.get((box.element, BLOCKS.get(_name(box))))
        if first is None:
            return False
        if first.page is None:
            first.page = next((content.page for content in _contents(first)), self._page)
        return first.page != self._page

    def _leave_out(self, box):
        box = _placed(box)
        if box in self._marks:
            self.artifacts.append(Content(self._page, self._marks[box]["mcid"]))
        for child in getattr(box, "children", ()):
            self._leave_out(child)


def _is(box, class_name):
    return type(box).__name__ == class_name


def _placed(box):
    """Return the box itself of one that is positioned absolutely."""
    return box._box if _is(box, "AbsolutePlaceholder") else box


def _name(box):
    return box.element_tag or ""


def _description(element):
    title = element.find("{http://www.w3.org/2000/svg}title")
    return element.get("alt") or (title is not None and title.text) or ""


def _cell_attributes(kind, element):
    attributes = pydyf.Dictionary({"O": "/Table"})
    if kind == "TH":
        attributes["Scope"] = "/Row" if element.get("scope") in ("row", "rowgroup") else "/Column"
    for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        if element.get(name, "1").isdigit() and int(element.get(name, "1")) > 1:
            attributes[key] = int(element.get(name))
    return attributes


def _contents(node):
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _contents(kid)
        elif isinstance(kid, Content):
            yield kid


def write(pdf: pydyf.PDF, tree: StructureTree):
    """Put the tree into the PDF in the place of the one that WeasyPrint made."""
    slots = _old_structure(pdf)
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    _prune(tree.root)
    nodes = list(_in_order(tree.root))
    places = {id(node): _slot(pdf, slots) for node in nodes}
    _fill(pdf, nodes, places, root)
    parents = _parent_tree(pdf, tree, places)
    root.clear()
    root.update({"Type": "/StructTreeRoot", "K": pydyf.Array([places[id(tree.root)].reference])})
    root.update({"ParentTree": _stored(pdf, slots, parents).reference, "ParentTreeNextKey": len(parents["Nums"]) // 2})
    if notes := [node for node in nodes if "ID" in node.entries]:
        names = [each for node in notes for each in (node.entries["ID"], places[id(node)].reference)]
        root["IDTree"] = _stored(pdf, slots, pydyf.Dictionary({"Names": pydyf.Array(names)})).reference
    _mark_artifacts(pdf, tree.artifacts)


def _old_structure(pdf):
    """Empty the objects of the old tree and return them, to be used again."""
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    old = [pdf.objects[_number(root["ParentTree"])]]
    old += [each for each in pdf.objects if isinstance(each, dict) and each.get("Type") in ("/StructElem", "/OBJR")]
    for each in old:
        each.clear()
    return old[::-1]


def _number(reference):
    return int(reference.split()[0])


def _slot(pdf, slots):
    if slots:
        return slots.pop()
    new = pydyf.Dictionary()
    pdf.add_object(new)
    return new


def _stored(pdf, slots, dictionary):
    slot = _slot(pdf, slots)
    slot.update(dictionary)
    return slot


def _prune(node):
    """Drop nodes that hold nothing."""
    for kid in node.kids:
        if isinstance(kid, Node):
            _prune(kid)
    node.kids = [kid for kid in node.kids if not isinstance(kid, Node) or kid.kids or kid.kind in KEPT_WHEN_EMPTY]


def _in_order(node):
    yield node
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _in_order(kid)


def _fill(pdf, nodes, places, root):
    pages = pdf.page_references
    for node in nodes:
        here = next((kid.page for kid in node.kids if isinstance(kid, Content)), None)
        kids = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, Node):
                places[id(kid)]["P"] = places[id(node)].reference
                kids.append(places[id(kid)].reference)
            elif isinstance(kid, Annotation):
                kids.append(pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.object.reference, "Pg": pages[kid.page]}))
            elif kid.page == here:
                kids.append(kid.number)
            else:
                kids.append(pydyf.Dictionary({"Type": "/MCR", "Pg": pages[kid.page], "MCID": kid.number}))
        places[id(node)].update({"Type": "/StructElem", "S": f"/{node.kind}", "K": kids, **node.entries})
        if here is not None:
            places[id(node)]["Pg"] = pages[here]
    places[id(nodes[0])]["P"] = root.reference


def _parent_tree(pdf, tree, places):
    """Return the tree that leads from each piece of content, and each link, back to its structure element."""
    owners = [{} for _ in pdf.page_references]
    for content in tree.artifacts:
        owners[content.page][content.number] = "null"
    for content, node in tree.contents:
        owners[content.page][content.number] = places[id(node)].reference
    numbers = pydyf.Array()
    for page, owned in enumerate(owners):
        numbers.extend([page, pydyf.Array(owned[number] for number in range(len(owned)))])
    for key, (annotation, node) in enumerate(tree.annotations, start=len(owners)):
        annotation.object["StructParent"] = key
        numbers.extend([key, places[id(node)].reference])
    return pydyf.Dictionary({"Nums": numbers})


def _mark_artifacts(pdf, artifacts):
    """Rewrite the marks of content without meaning in the pages' streams."""
    by_page = {}
    for content in artifacts:
        by_page.setdefault(content.page, set()).add(content.number)
    for page, numbers in by_page.items():
        stream = pdf.objects[_number(pdf.objects[_number(pdf.page_references[page])]["Contents"])].stream
        for position, operand in enumerate(stream):
            if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in numbers:
                stream[position - 1 : position + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
