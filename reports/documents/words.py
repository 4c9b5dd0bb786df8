"""The fixed words of printed lists and agendas in the six languages."""

from types import MappingProxyType

from lib.written import main_language
from participants.choices import DelegationRole
from reports.labels import labels
from sessions.choices import SpeakerRoleKind

KEYS = [
    "states",
    "observers",
    "united_nations",
    "intergovernmental",
    "regional",
    "industry",
    "civil_society",
    "academia",
    "media",
    "other",
    "represented",
    "name",
    "position",
    "institution",
    "as_of",
    "participants_count",
    "draft",
    "participant",
    "badges",
]
_WORDS = {
    "en": "States|Observers|United Nations|Intergovernmental organizations|Regional organizations|Industry|Civil society|"
    "Academia|Media|Other participants|State or organization|Name|Position|Institution|As of {}|Number of participants: {}|"
    "DRAFT|Participant|Badges",
    "fr": "États|Observateurs|Organisation des Nations Unies|Organisations intergouvernementales|"
    "Organisations régionales|Industrie|Société civile|Milieux universitaires|Médias|Autres participants|"
    "État ou organisation|Nom|Fonction|Institution|Situation au {}|Nombre de participants : {}|PROJET|"
    "Participant(e)|Badges",
    "es": "Estados|Observadores|Naciones Unidas|Organizaciones intergubernamentales|Organizaciones regionales|Industria|"
    "Sociedad civil|Mundo académico|Medios de comunicación|Otros participantes|Estado u organización|Nombre|Cargo|"
    "Institución|Situación al {}|Número de participantes: {}|BORRADOR|Participante|"
    "Acreditaciones",
    "ru": "Государства|Наблюдатели|Организация Объединенных Наций|Межправительственные организации|"
    "Региональные организации|Промышленность|Гражданское общество|Научные круги|Средства массовой информации|"
    "Прочие участники|Государство или организация|Имя и фамилия|Должность|Учреждение|По состоянию на {}|"
    "Число участников: {}|ПРОЕКТ|Участник|Нагрудные карточки",
    "zh": "国家|观察员|联合国|政府间组织|区域组织|工业界|民间社会|学术界|媒体|其他与会者|国家或组织|姓名|职务|单位|截至{}|与会者人数：{}|草稿|与会者|胸卡",
    "ar": "الدول|المراقبون|الأمم المتحدة|المنظمات الحكومية الدولية|المنظمات الإقليمية|قطاع الصناعة|المجتمع المدني|"
    "الأوساط الأكاديمية|وسائل الإعلام|مشاركون آخرون|الدولة أو المنظمة|الاسم|الوظيفة|المؤسسة|حتى {}|عدد المشاركين: {}|مسودة|مشارك|"
    "بطاقات التعريف",
}
# Head, alternate, adviser of a delegation; a delegate is not called so.
_RANKS = {
    "en": "Head of delegation|Alternate|Adviser",
    "fr": "Chef de délégation|Suppléant|Conseiller",
    "es": "Jefe de delegación|Suplente|Asesor",
    "ru": "Глава делегации|Заместитель|Советник",
    "zh": "代表团团长|副代表|顾问",
    "ar": "رئيس الوفد|مناوب|مستشار",
}
_ROLES = {
    "en": "Chair|Moderator|Speaker|Panellist|Rapporteur",
    "fr": "Présidence|Modération|Intervention|Table ronde|Rapport",
    "es": "Presidencia|Moderación|Ponencia|Panel|Relatoría",
    "ru": "Председатель|Модератор|Докладчик|Участник дискуссии|Составитель отчета",
    "zh": "主席|主持人|发言人|专题小组成员|报告员",
    "ar": "الرئاسة|إدارة الجلسة|المتحدث|عضو حلقة النقاش|المقرر",
}
RANKED = (DelegationRole.HEAD, DelegationRole.ALTERNATE, DelegationRole.ADVISER)


def words(language: str) -> MappingProxyType:
    """Return the words of a language; in English for a language that is not among the six."""
    texts = _WORDS[main_language(language)].split("|")
    chosen = labels(language)
    more = {"list_of_participants": chosen["list_of_participants"], "agenda": chosen["agenda"]}
    return MappingProxyType(dict(zip(KEYS, texts, strict=True)) | more)


def rank(role: str, language: str) -> str:
    """Return what somebody is in a delegation, where that is worth saying."""
    return dict(zip(RANKED, _RANKS[main_language(language)].split("|"), strict=True)).get(role, "")


def speaker_role(role: str, language: str) -> str:
    """Return what somebody does in a session."""
    return dict(zip(SpeakerRoleKind.values, _ROLES[main_language(language)].split("|"), strict=True))[role]
